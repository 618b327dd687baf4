// The index of words: what is found, in which order, what the files tell, and what happens when they lie.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using storage::Archive;

namespace {

namespace fs = std::filesystem;

const std::string canary_name = "زمرد";
const std::string canary_id = "1012345672";

std::string numbers(const std::vector<storage::FoundCase>& found) {
    std::string all;
    for (const auto& one : found) all += one.value.id.substr(12);
    return all;
}

// Cases 1 to 4: names that resemble each other, a letter, a state.
void fill(Archive& archive) {
    const auto add = [&](int number, const std::string& name, std::vector<Event> more) {
        more.insert(more.begin(), {opened(), confirmed("full_name", name)});
        archive.append("2026-SSSSSSS" + std::to_string(number), std::move(more));
    };
    add(1, "أحمد عبد الله الزهراني", {confirmed("national_id", canary_id)});
    add(2, "احمدو يوسف القحطاني", {confirmed("phone", "0512345678")});
    add(3, "محمد " + canary_name + " الغامدي",
        {confirmed("body", "نرجو النظر في طلب الأسرة المحتاجة للمساعدات"),
         confirmed("birth_date", "1990-03-07")});
    add(4, "سارة بنت أحمد", {event("moved", {{"from", "received"}, {"to", "checking"}, {"why", "x"}})});
}

struct Searched {
    Searched() {
        Archive::create(at, passphrase, quick);
        archive.emplace(Archive::open(at, passphrase));
        fill(*archive);
    }
    std::string found(const std::string& words) const { return numbers(archive->search(words)); }
    void reopen() {
        archive.reset();
        archive.emplace(Archive::open(at, passphrase));
    }

    Folder folder;
    std::string at = folder / "a";
    std::optional<Archive> archive;
};

std::vector<std::string> index_files(const std::string& at) {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(at + "/search"))
        if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path().string());
    return files;
}

int hits(const std::string& folder, const std::string& secret) {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && read_file(entry.path().string()).find(secret) != std::string::npos)
            ++count;
    return count;
}

}  // namespace

TEST_CASE("words find cases: as they are, folded, begun, with a letter amiss; the best first", "[storage]") {
    Searched s;
    // Before there is an index (few cases are looked at themselves) and with one.
    for (int round = 0; round < 2; ++round) {
        INFO("round " << round);
        CHECK(s.found("أحمد") == "142");        // as it is, as it is, as a beginning
        CHECK(s.found("احمد عبدالله") == "1");  // other letters for the same name
        CHECK(s.found("الزهرانى") == "1");      // ى for ي
        CHECK(s.found("الزهرني") == "1");       // a letter left out
        CHECK(s.found("الزهزاني") == "1");      // a wrong one
        CHECK(s.found("يوس") == "2");           // a beginning
        CHECK(s.found("١٠١٢٣٤٥٦٧٢") == "1");
        CHECK(s.found("101234") == "1");
        CHECK(s.found("5672") == "1");  // the last four
        CHECK(s.found("0512345678") == "2");
        CHECK(s.found("مساعدة") == "3");  // another form of المساعدات
        CHECK(s.found("1990-03-07") == "3");
        CHECK(s.found("1990/03") == "3");
        CHECK(s.found("خيال checking").empty());
        CHECK(s.found("checking") == "4");
        CHECK(s.found("2026-SSSSSSS2") == "2");
        CHECK(s.found("أحمد يوسف") == "2");
        CHECK(s.found("أحمد زهرة الرمال").empty());
        CHECK(s.found("").empty());
        CHECK(s.found(" \t .").empty());
        CHECK(s.archive->search("أحمد", 1).size() == 1);
        s.archive->rebuild();
        CHECK(fs::exists(s.at + "/search"));
    }
}

TEST_CASE("the index follows what is filed, changed and erased", "[storage]") {
    Searched s;
    s.archive->rebuild();
    s.archive->append("2026-SSSSSSS5", {opened(), confirmed("full_name", "نوف الدوسري")});
    CHECK(s.found("الدوسري") == "5");
    s.archive->append("2026-SSSSSSS6", {opened(), confirmed("full_name", "أبي سعد عبدالله المطيري")});
    CHECK(s.found("ابي المطيري") == "6");  // the fold makes أبي سعد one word
    CHECK(s.found("عبد الله المطيري") == "6");
    s.archive->erase("2026-SSSSSSS6", "clerk", "asked for", "2026-11-22T09:00:00Z");
    s.archive->append("2026-SSSSSSS5", {confirmed("full_name", "نوف العتيبي")});
    CHECK(s.found("الدوسري").empty());
    CHECK(s.found("العتيبي") == "5");
    s.archive->rebuild();
    CHECK(s.found("العتيبي") == "5");
    s.archive->erase("2026-SSSSSSS5", "clerk", "asked for", "2026-11-22T09:00:00Z");
    CHECK(s.found("العتيبي").empty());
    s.reopen();
    CHECK(s.found("العتيبي").empty());
    CHECK(whole(s.archive->check()));
    s.archive.reset();
    Archive::compact(s.at, passphrase);
    s.archive.emplace(Archive::open(s.at, passphrase));
    CHECK(s.found("العتيبي").empty());
    CHECK(s.found("أحمد") == "142");
    CHECK(whole(s.archive->check()));
}

TEST_CASE("a reader finds what a writer in another process filed", "[storage]") {
    Searched s;
    s.archive->rebuild();
    const Archive reader = Archive::open(s.at, passphrase, true);
    CHECK(numbers(reader.search("يوسف")) == "2");
    s.archive.reset();
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        Archive writer = Archive::open(s.at, passphrase);
        for (int i = 10; i < 400; ++i)
            writer.append("2026-SSSSSS" + std::to_string(i),
                          {opened(), confirmed("full_name", "يوسف الثاني")});
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    CHECK(reader.search("يوسف", 1000).size() == 391);
    CHECK(reader.search("يوسف", 50).size() == 50);
    // Nobody wrote meanwhile, so that the reader could bring the index up to date.
    CHECK(reader.search("الثاني", 1000).size() == 390);
}

TEST_CASE("nothing readable stands in the index, and erased terms are gone after compacting",
          "[storage][hostile]") {
    Searched s;
    s.archive->rebuild();
    CHECK(index_files(s.at).size() > 2);
    for (const std::string& secret :
         {canary_name, canary_id, std::string("5672"), std::string("الغامدي"), std::string("0512345678")})
        CHECK(hits(s.at + "/search", secret) == 0);
    // The keyed terms of a case that is erased: in its index there is no byte of them left.
    std::map<std::string, std::string> before;
    for (const auto& file : index_files(s.at)) before[file] = read_file(file);
    s.archive->erase("2026-SSSSSSS3", "clerk", "asked for", "2026-11-22T09:00:00Z");
    s.archive.reset();
    Archive::compact(s.at, passphrase);
    CHECK(hits(s.at + "/search", "2026-SSSSSSS3") == 0);
    CHECK(hits(s.at + "/search", "2026-SSSSSSS1") > 0);
}

TEST_CASE("a damaged, missing or exchanged index gives no wrong answer", "[storage][hostile]") {
    Searched s;
    s.archive->rebuild();
    fs::copy(s.at + "/search", s.folder / "old", fs::copy_options::recursive);
    std::mt19937 random(20261122);
    const auto right = [&] {
        CHECK(s.found("أحمد") == "142");
        CHECK(s.found("الغامدي") == "3");
        CHECK(s.found("لا أحد يحمل هذا").empty());
    };
    int damages = 0;
    for (int round = 0; round < 40; ++round) {
        const auto files = index_files(s.at);
        REQUIRE_FALSE(files.empty());
        const std::string file = files[random() % files.size()];
        std::string bytes = read_file(file);
        const auto at = random() % bytes.size();
        switch (round % 4) {
            case 0:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
                break;
            case 1:
                bytes.resize(at);
                break;
            case 2:
                std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at), bytes.end(), '\0');
                break;
            default:
                bytes.clear();
        }
        if (bytes == read_file(file)) continue;
        ++damages;
        std::ofstream(file, std::ios::binary) << bytes;
        INFO("round " << round << " " << file);
        const bool seen = overall(s.archive->check()) >= Verdict::doubtful;
        if (file.find("flintlock") == std::string::npos) CHECK(seen);
        if (round % 2 == 0) s.reopen();
        right();
        s.archive->rebuild();
        CHECK(whole(s.archive->check()));
    }
    CHECK(damages > 30);
    fs::remove_all(s.at + "/search");
    s.reopen();
    right();
    // An index of an earlier day put back: it knows nothing of what was filed since.
    s.archive->append("2026-SSSSSSS6", {opened(), confirmed("full_name", "هيفاء المالكي")});
    s.archive->rebuild();
    fs::remove_all(s.at + "/search");
    fs::copy(s.folder / "old", s.at + "/search", fs::copy_options::recursive);
    CHECK(s.found("هيفاء") == "6");
    s.reopen();
    CHECK(s.found("هيفاء") == "6");
}

TEST_CASE("a search while another process writes is answered from the cases", "[storage]") {
    Searched s;
    s.archive->rebuild();
    const Archive reader = Archive::open(s.at, passphrase, true);
    fs::remove_all(s.at + "/search");
    CHECK(numbers(reader.search("أحمد")) == "142");  // the writer's lock is held by the other object
    CHECK_FALSE(fs::exists(s.at + "/search"));
    CHECK(s.found("أحمد") == "142");
    CHECK(fs::exists(s.at + "/search"));
}

TEST_CASE("a backup holds no index, and what is restored of it makes its own", "[storage]") {
    Searched s;
    s.archive->rebuild();
    s.archive->backup(s.folder / "stick");
    Archive::restore(s.folder / "stick", s.folder / "b", passphrase);
    CHECK_FALSE(fs::exists(s.folder / "b/search"));
    Archive restored = Archive::open(s.folder / "b", passphrase);
    CHECK(numbers(restored.search("أحمد")) == "142");
    CHECK(whole(restored.check()));
}
