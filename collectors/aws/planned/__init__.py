"""AWS as sources declare it: attributes become what the API would answer, and the facts come of that.

The functions that turn answers of the API into facts are those of the live collector, so that a bucket gives
the same facts before and after it is made.
"""
