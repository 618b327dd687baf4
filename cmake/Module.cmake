add_library(sanad_strict INTERFACE)
target_compile_options(sanad_strict INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror)

set(SANAD_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=, e.g. address,undefined")
if(SANAD_SANITIZE)
    add_compile_options(-fsanitize=${SANAD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=${SANAD_SANITIZE})
    # g++ 12 sees uninitialised values in its own std::regex once it is instrumented.
    target_compile_options(sanad_strict INTERFACE -Wno-error=maybe-uninitialized)
endif()

option(SANAD_FUZZ "Build tests/fuzz with libFuzzer (clang only); without it they replay tests/corpus" OFF)
if(SANAD_FUZZ)
    # The modules report to the fuzzer which of their edges were taken. g++ is the compiler that judges warnings.
    add_compile_options(-fsanitize=fuzzer-no-link)
    target_compile_options(sanad_strict INTERFACE -Wno-error -Wno-unknown-warning-option)
endif()

# One of the modules of the include graph.
#
# sanad_module(signing
#     SOURCES byte_range.cpp certificate.cpp
#     USES    core pdf              # modules of ours: public, the same graph as the README's table
#     HIDES   OpenSSL::Crypto)      # libraries that no header of the module mentions
function(sanad_module name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;USES;HIDES")
    add_library(${name} STATIC ${ARG_SOURCES})
    add_library(sanad::${name} ALIAS ${name})
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
    list(TRANSFORM ARG_USES PREPEND sanad::)
    target_link_libraries(${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_HIDES} sanad_strict)
endfunction()

# What reads pages takes longest: such tests begin first, so that none of them runs alone at the end.
set(sanad_test_cost_bench 30)
set(sanad_test_cost_ocr 20)
set(sanad_test_cost_app 10)

# The tests of one module: every tests/<module>_*_test.cpp, one program, one ctest entry a file.
# Modules that the tests need beyond their own (to make real input) stand behind WITH.
function(sanad_tests module)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "WITH;HIDES")
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${module}_*_test.cpp)
    if(NOT sources)
        return()
    endif()
    add_executable(${module}_tests ${sources})
    # The work is done in the modules; optimising the tests themselves costs more than it saves.
    target_compile_options(${module}_tests PRIVATE -O0)
    list(TRANSFORM ARG_WITH PREPEND sanad::)
    target_link_libraries(${module}_tests PRIVATE sanad_test_main ${ARG_WITH} ${ARG_HIDES} sanad_strict)
    if(TARGET sanad::${module})
        target_link_libraries(${module}_tests PRIVATE sanad::${module})
    endif()
    foreach(source IN LISTS sources)
        get_filename_component(topic ${source} NAME_WE)
        add_test(NAME ${topic} COMMAND ${module}_tests "-#" "[#${topic}]~[.]" WORKING_DIRECTORY ${CMAKE_BINARY_DIR})
        set_tests_properties(${topic} PROPERTIES ENVIRONMENT "OMP_THREAD_LIMIT=1")
        if(DEFINED sanad_test_cost_${module})
            set_tests_properties(${topic} PROPERTIES COST ${sanad_test_cost_${module}})
        endif()
    endforeach()
endfunction()
