# Filled onto white sheets: what the forms look like in print is not asked here.
sanad_tests(samples WITH core templates HIDES nlohmann_json::nlohmann_json)
