// An archive's folder that comes into being as a whole or not at all. Included by storage/*.cpp only.
#pragma once

#include <filesystem>
#include <string>

namespace sanad::storage {

// A hidden folder to make an archive in, beside its place; removed again unless put in place. An empty folder
// that is there already may be the root of a volume, which can't be renamed upon: then the work is done
// inside it and moved out, the data last.
class NewPlace {
public:
    // Throws Error(conflict) where there is something at the place already, Error(resource) or
    // Error(external) where no folder can be made.
    explicit NewPlace(const std::string& folder);
    ~NewPlace();
    NewPlace(const NewPlace&) = delete;
    NewPlace& operator=(const NewPlace&) = delete;

    std::string folder() const { return made_.string(); }
    void put_in_place();

private:
    void move_out() const;
    void remove_made() noexcept;

    std::string named_;  // as the user gave it
    std::filesystem::path place_;
    std::filesystem::path made_;
    bool inside_ = false;
};

void sync_folder(const std::string& folder);

}  // namespace sanad::storage
