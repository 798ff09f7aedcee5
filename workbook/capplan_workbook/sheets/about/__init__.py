"""The sheet About: the run, and who stands for which value."""
