// An archive's folder that comes into being as a whole or not at all. Included by storage/*.cpp only.
#pragma once

#include <filesystem>
#include <string>

#include "storage/unfinished.h"

namespace sanad::storage {

// A hidden folder to make an archive in, beside its place; removed again unless put in place. An empty folder
// that is there already may be the root of a volume, which can't be renamed upon: then the work is done
// inside it and moved out, the data last.
class NewPlace {
public:
    // Throws Error(conflict) where there is something at the place already or it lies in an archive,
    // Error(resource) or
    // Error(external) where no folder can be made.
    explicit NewPlace(const std::string& folder);
    NewPlace(const NewPlace&) = delete;
    NewPlace& operator=(const NewPlace&) = delete;

    std::string folder() const { return made_.folder().string(); }
    void put_in_place();

private:
    void move_out();

    std::string named_;  // as the user gave it
    std::filesystem::path place_;
    Unfinished made_;
    bool inside_ = false;
};

void sync_folder(const std::string& folder);

}  // namespace sanad::storage
