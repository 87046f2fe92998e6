"""Numbers in English and in Chinese text: what they may mean, and which of one side the other side does not have.

`number` says what a number is, `digits` reads those in digits, `english` and `chinese` the rest, `matching` compares.
"""
