"""An incident recorder: reads public reporting on political violence into a register with evidence."""
