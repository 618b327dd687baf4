# Libraries that come without a CMake package: found by pkg-config, or by name where they have none of that either.
function(sanad_pkg target package)
    pkg_check_modules(${target} REQUIRED IMPORTED_TARGET GLOBAL ${package})
    add_library(sanad_ext::${target} ALIAS PkgConfig::${target})
endfunction()

sanad_pkg(poppler poppler-cpp)
sanad_pkg(qpdf libqpdf)
sanad_pkg(qrencode libqrencode)
sanad_pkg(harfbuzz harfbuzz)
sanad_pkg(harfbuzz_subset harfbuzz-subset)
sanad_pkg(fribidi fribidi)
sanad_pkg(tesseract tesseract)
sanad_pkg(zxing zxing)
sanad_pkg(lmdb lmdb)
sanad_pkg(zstd libzstd)
sanad_pkg(sodium libsodium)
sanad_pkg(xapian xapian-core)
sanad_pkg(seccomp libseccomp)
sanad_pkg(p11kit p11-kit-1)  # for its pkcs11.h; libraries of tokens are loaded by path

# For sources that include toml++: they take cmake/mended/toml++/toml.h, which says what is mended.
function(sanad_reads_toml)
    set_property(SOURCE ${ARGN} APPEND PROPERTY INCLUDE_DIRECTORIES ${PROJECT_SOURCE_DIR}/cmake/mended)
endfunction()
