# Every document is also looked at by the checker of PDF/A and PDF/UA.
sanad_tests(forms)
include(${CMAKE_CURRENT_LIST_DIR}/archive_check.cmake)
sanad_checks_archives(forms_tests)
include(${CMAKE_CURRENT_LIST_DIR}/pdfium.cmake)
sanad_drives_pdfium(forms_tests)
