# pdf makes real papers to sign; the verifier's own reader has tests of its own there.
sanad_tests(signing WITH pdf HIDES OpenSSL::Crypto sanad_ext::p11kit fmt::fmt)
# The report is looked at by the checker of PDF/A and PDF/UA.
include(${CMAKE_CURRENT_LIST_DIR}/archive_check.cmake)
sanad_checks_archives(signing_tests)
