# The tampering tests write to the tables without a key, past the module's interface.
sanad_tests(storage HIDES sanad_ext::lmdb)

# Between the archive and the kernel, for tests of power cuts and failing disks.
add_library(sanad_write_layer SHARED power/write_layer.cpp)
set_target_properties(sanad_write_layer PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_link_libraries(sanad_write_layer PRIVATE sanad_strict sanad_ext::lmdb ${CMAKE_DL_LIBS})
add_dependencies(storage_tests sanad_write_layer)
