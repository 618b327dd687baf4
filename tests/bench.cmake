# Reads made pages with the whole reader: its models are needed.
sanad_tests(bench WITH ocr samples)
add_dependencies(bench_tests tessdata)
