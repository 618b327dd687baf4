# sanad_embed(target variable FILES...): compiles text files into a target, as
#     namespace sanad::embedded { extern const std::vector<std::pair<std::string_view, std::string_view>> <variable>; }
# of (file name without folder and ending, content). For small texts that are data but belong to the program.
function(sanad_embed target variable)
    set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${variable}.cpp)
    set(sources ${ARGN})
    list(TRANSFORM sources PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    list(JOIN sources "|" joined)
    add_custom_command(
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DVARIABLE=${variable} "-DSOURCES=${joined}"
                -P ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake
        DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake
        VERBATIM)
    target_sources(${target} PRIVATE ${output})
endfunction()
