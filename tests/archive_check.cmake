# The checker of PDF/A and PDF/UA, for the test programs that include this.
function(sanad_checks_archives program)
    if(TARGET ${program})
        foreach(part bytes file fonts annotations structure)
            target_sources(${program} PRIVATE ${PROJECT_SOURCE_DIR}/tests/archive_check_${part}.cpp)
        endforeach()
        target_link_libraries(${program} PRIVATE sanad_ext::qpdf sanad_ext::harfbuzz)
    endif()
endfunction()
