"""The sheet Management: leaders by layer, support roles, views of other sizes."""
