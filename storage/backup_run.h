// What one run of a backup writes: the rows that changed since the run before, in files of limited size.
// FORMAT.md, section 12. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/digest.h"
#include "storage/rows.h"
#include "storage/sealing.h"

namespace sanad::storage {

struct RunHeader {
    std::string archive;     // 16 bytes, of the key file
    std::uint64_t from = 0;  // commit of the run that this one follows; 0: this one holds everything
    std::uint64_t to = 0;    // commit of the state that it leads to
};

struct FileSum {
    std::string name;  // without folder
    std::string sha256;
    std::uint64_t size = 0;
};

// Writes <folder>/<name>-01.sanad, -02, …, each under a hidden name until it is whole and synced; or, without
// a limit, the one file <folder>/<name>.
class RunWriter {
public:
    RunWriter(std::string folder, std::string name, RunHeader header, const ArchiveKeys& keys,
              std::uint64_t volume_limit);
    ~RunWriter();
    RunWriter(const RunWriter&) = delete;
    RunWriter& operator=(const RunWriter&) = delete;

    void add(const Row& row);
    std::vector<FileSum> finish();

private:
    void begin_volume();
    void end_volume(bool last);
    void write(std::string_view bytes);
    std::string name_of_volume() const;
    [[noreturn]] void fail(const char* call) const;

    std::string folder_;
    std::string name_;
    RunHeader header_;
    const ArchiveKeys& keys_;
    std::uint64_t limit_;
    std::uint32_t volume_ = 0;
    std::FILE* file_ = nullptr;
    std::string hidden_;
    Digest digest_;
    std::uint64_t rows_ = 0;
    std::uint64_t size_ = 0;
    std::vector<FileSum> written_;
};

// Reads the files of one run in order. What is not as it was written throws Error(corrupt) with
// "storage.backup_damaged" and the name of the file, at the latest at the end. With `keys` the seals are
// opened too, so that a file which somebody else has made is refused as well.
class RunReader : public RowSource {
public:
    RunReader(std::vector<std::string> paths, const ArchiveKeys* keys);
    ~RunReader() override;

    const RunHeader& header() const { return header_; }
    bool next(Row& into) override;
    // Of the files that were read to their end.
    const std::vector<FileSum>& sums() const { return sums_; }

private:
    void open_volume();
    void close_volume();
    std::string take(std::uint64_t count);
    std::uint64_t take_number(std::size_t bytes);
    void take_end();
    [[noreturn]] void damaged(const std::string& what) const;

    std::vector<std::string> paths_;
    const ArchiveKeys* keys_;
    RunHeader header_;
    std::size_t volume_ = 0;
    std::FILE* file_ = nullptr;
    std::uint64_t left_ = 0;
    std::uint64_t size_ = 0;
    Digest digest_;
    std::uint64_t rows_ = 0;
    bool ended_ = false;
    Row before_;
    std::vector<FileSum> sums_;
};

[[noreturn]] void backup_damaged(const std::string& path, const std::string& what);

}  // namespace sanad::storage
