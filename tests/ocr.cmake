# Pages to read are printed by forms and pdf, then made worse with OpenCV.
find_package(TIFF REQUIRED)
sanad_tests(ocr WITH ocr forms pdf samples HIDES opencv_core opencv_imgproc opencv_imgcodecs TIFF::TIFF)
add_dependencies(ocr_tests tessdata)
target_sources(ocr_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/ocr_scans.cpp)

# Made cells for the digit reader's tests; left out where FreeType is missing.
target_link_libraries(ocr_tests PRIVATE ocr_digits)
if(TARGET digit_training)
    target_link_libraries(ocr_tests PRIVATE digit_training)
endif()
