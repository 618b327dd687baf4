# pdf makes real papers to sign; the verifier's own reader has tests of its own there.
sanad_tests(signing WITH pdf HIDES OpenSSL::Crypto sanad_ext::p11kit fmt::fmt)
