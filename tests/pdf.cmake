# The tests look at what was made with other people's readers, not only with ours.
sanad_tests(pdf HIDES sanad_ext::poppler sanad_ext::qpdf sanad_ext::harfbuzz fmt::fmt)
include(${CMAKE_CURRENT_LIST_DIR}/archive_check.cmake)
sanad_checks_archives(pdf_tests)
include(${CMAKE_CURRENT_LIST_DIR}/pdfium.cmake)
sanad_drives_pdfium(pdf_tests)
