// Whole files, read and written with an Error that names the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sanad {

// Throws Error(not_found), Error(resource) over `limit`, Error(bad_input) for what is no regular file.
std::string read_file(const std::string& path, std::uint64_t limit = 1ull << 30);

// Writes without a name, syncs and puts it in the place of what is there: the old file or the new one, never a
// half, and nothing beside it where the process is killed. Throws Error(resource) on a full disk, Error(external)
// otherwise; then nothing is left behind.
void write_file(const std::string& path, std::string_view bytes);

// Makes the folder and what leads to it; one that is there already is left as it is. Throws Error as
// write_file does.
void make_folder(const std::string& path);

// The last part of a path, without control characters.
std::string file_name(std::string_view path);

}  // namespace sanad
