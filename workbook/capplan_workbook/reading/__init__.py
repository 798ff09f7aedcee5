"""Reading planning workbooks: the file, its cells, where the inputs stand, what they say.

`container` refuses what is no workbook, `source` opens it, `tables` and `labels` find the inputs,
`cells` turns one cell into a value, `findings` collects every fault; one module a sheet does the
rest. All of it only reads.
"""
