// A folder in which something new is made, and what becomes of it where its maker is killed.
// Included by storage/*.cpp only.
#pragma once

#include <filesystem>

#include "storage/descriptor.h"

namespace sanad::storage {

// Removed again unless it is put in its place. What makers that were killed left under the same beginning of
// a name is removed first; what one still works on is locked, and stays.
class Unfinished {
public:
    Unfinished() = default;
    // `beginning`, hidden, and six letters. Throws std::filesystem::filesystem_error.
    explicit Unfinished(const std::filesystem::path& beginning);
    Unfinished(Unfinished&&) noexcept = default;
    Unfinished& operator=(Unfinished&&) noexcept = default;
    ~Unfinished();

    const std::filesystem::path& folder() const { return folder_; }
    void put_at(const std::filesystem::path& place);  // throws as the constructor
    void remove() noexcept;

private:
    std::filesystem::path folder_;
    Descriptor lock_;
};

// Whether that is what an Unfinished with that beginning makes: by its name, its owner and who may read it.
bool is_unfinished(const std::filesystem::path& path, const std::filesystem::path& beginning);

}  // namespace sanad::storage
