sanad_tests(app WITH core templates pdf ocr forms signing storage HIDES nlohmann_json::nlohmann_json)
if(TARGET app_tests)
    add_dependencies(app_tests sanad)
endif()
