"""Incidents as Parquet for analysis: the CSV's columns with types. Needs the extra ``parquet`` (DuckDB writes it)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tallybook.errors import ExportError
from tallybook.export.base import IncidentRecord
from tallybook.export.columns import BY_NAME, COLUMNS, ColumnKind
from tallybook.export.csv import LACKS, row_of
from tallybook.export.known import losses_by_facet
from tallybook.export.loss import LossReport

__all__ = ["ParquetExporter"]

SQL_TYPES: Mapping[ColumnKind, str] = {"text": "VARCHAR", "whole": "BIGINT", "decimal": "DOUBLE", "day": "DATE"}


class ParquetExporter:
    """One Parquet file, one row per incident, columns as in the CSV."""

    name = "parquet"
    suffix = ".parquet"
    binary = True

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of rows written.

        Raises:
            ExportError: DuckDB is not installed, or cannot write the file.
        """
        try:
            import duckdb  # noqa: PLC0415  an extra, asked for only here
        except ImportError as error:
            raise ExportError("Parquet needs DuckDB: pip install 'tallybook[parquet]'") from error
        rows = [[row[name] for name in COLUMNS] for row in map(row_of, records)]
        columns = ", ".join(f"{name} {SQL_TYPES[BY_NAME[name].kind]}" for name in COLUMNS)
        places = ", ".join("?" for _ in COLUMNS)
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            connection.execute(f"CREATE TABLE incidents ({columns})")
            if rows:
                connection.executemany(f"INSERT INTO incidents VALUES ({places})", rows)  # noqa: S608  question marks only
            quoted = str(target).replace("'", "''")
            try:
                connection.execute(f"COPY incidents TO '{quoted}' (FORMAT parquet)")
            except duckdb.Error as error:
                raise ExportError(f"{target}: Parquet could not be written: {error}") from error
        return len(rows)

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What one row per incident does not say."""
        return losses_by_facet(self.name, records, LACKS)
