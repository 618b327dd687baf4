# The tampering tests write to the tables without a key, past the module's interface.
sanad_tests(storage HIDES sanad_ext::lmdb)
