# PDFium (from npm, see scripts/install-dependencies.sh), for the test programs that include this.
function(sanad_drives_pdfium program)
    if(TARGET ${program})
        target_sources(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tests/pdfium.cpp)
        target_link_libraries(${program} PRIVATE nlohmann_json::nlohmann_json)
    endif()
endfunction()
