# The digit reader is a library of its own, so that its training needs nothing else of the module.
add_library(ocr_digits STATIC
    cell_border.cpp cell_cut.cpp cell_ink.cpp digits_curve.cpp digits_model.cpp digits_network.cpp digits_number.cpp
    digits_posterior.cpp digits_reader.cpp digits_rules.cpp digits_strings.cpp free_digits.cpp ink_pieces.cpp)
target_link_libraries(ocr_digits PUBLIC sanad::core PRIVATE opencv_core opencv_imgproc sanad_strict)
# The network's sums are all its cost.
set_source_files_properties(digits_network.cpp PROPERTIES COMPILE_OPTIONS "-O3")
