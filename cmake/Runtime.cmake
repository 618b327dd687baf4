# What the program reads at run time, laid out in the build tree as it is installed: <prefix>/share/sanad/…
# core/paths.h finds it: $SANAD_DATA, else beside the program (../share/sanad).
set(SANAD_SHARE ${CMAKE_BINARY_DIR}/share/sanad)
set(model_gz ${PROJECT_SOURCE_DIR}/node_modules/@tesseract.js-data/ara/4.0.0_best_int/ara.traineddata.gz)
if(NOT EXISTS ${model_gz})
    message(FATAL_ERROR "The Tesseract model is missing: run scripts/install-dependencies.sh")
endif()
add_custom_command(
    OUTPUT ${SANAD_SHARE}/tessdata/ara.traineddata ${SANAD_SHARE}/tessdata/ara_fast.traineddata ${SANAD_SHARE}/tessdata/eng.traineddata ${SANAD_SHARE}/tessdata/ara.words
    COMMAND ${CMAKE_COMMAND} -E make_directory ${SANAD_SHARE}/tessdata
    COMMAND sh -c "gzip -dc '${model_gz}' > '${SANAD_SHARE}/tessdata/ara.traineddata'"
    COMMAND ${CMAKE_COMMAND} -E copy /usr/share/tesseract-ocr/5/tessdata/ara.traineddata ${SANAD_SHARE}/tessdata/ara_fast.traineddata
    COMMAND ${CMAKE_COMMAND} -E copy /usr/share/tesseract-ocr/5/tessdata/eng.traineddata ${SANAD_SHARE}/tessdata/eng.traineddata
    # The words that the model was given with: what a line is likely to say.
    COMMAND combine_tessdata -e ${SANAD_SHARE}/tessdata/ara.traineddata ${CMAKE_BINARY_DIR}/ara.lstm-word-dawg ${CMAKE_BINARY_DIR}/ara.lstm-unicharset
    COMMAND dawg2wordlist ${CMAKE_BINARY_DIR}/ara.lstm-unicharset ${CMAKE_BINARY_DIR}/ara.lstm-word-dawg ${SANAD_SHARE}/tessdata/ara.words
    DEPENDS ${model_gz}
    VERBATIM)
add_custom_target(tessdata ALL DEPENDS ${SANAD_SHARE}/tessdata/ara.traineddata)
file(MAKE_DIRECTORY ${SANAD_SHARE})
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/templates/library ${SANAD_SHARE}/papers SYMBOLIC)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/ocr/models ${SANAD_SHARE}/models SYMBOLIC)

include(GNUInstallDirs)
install(DIRECTORY ${SANAD_SHARE}/tessdata DESTINATION ${CMAKE_INSTALL_DATADIR}/sanad)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/templates/library/ DESTINATION ${CMAKE_INSTALL_DATADIR}/sanad/papers)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/ocr/models DESTINATION ${CMAKE_INSTALL_DATADIR}/sanad)
