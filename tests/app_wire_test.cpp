#include <unistd.h>

#include <array>
#include <thread>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "app/wire.h"

using namespace sanad;
using namespace sanad::app;

namespace {

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() { REQUIRE(::pipe(ends.data()) == 0); }
    ~Pipe() { close_read(), close_write(); }
    void close_read() { close_end(0); }
    void close_write() { close_end(1); }
    void close_end(std::size_t end) {
        if (ends[end] >= 0) ::close(ends[end]);
        ends[end] = -1;
    }
};

}  // namespace

TEST_CASE("a frame arrives as it was sent, empty or larger than the pipe", "[app]") {
    const std::size_t size = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{1000000});
    Pipe pipe;
    const std::string sent(size, 'x');
    std::thread writer([&] { CHECK(write_frame(pipe.ends[1], sent)); });
    const auto frame = read_frame(pipe.ends[0], 5000, 2000000);
    writer.join();
    CHECK(frame.end == FrameEnd::complete);
    CHECK(frame.bytes == sent);
}

TEST_CASE("a frame cut off in the middle is no frame", "[app][hostile]") {
    Pipe pipe;
    const std::string half = std::string("\x0a\0\0\0\0\0\0\0", 8) + "abc";
    REQUIRE(::write(pipe.ends[1], half.data(), half.size()) == static_cast<ssize_t>(half.size()));
    pipe.close_write();
    CHECK(read_frame(pipe.ends[0], 5000, 100).end == FrameEnd::closed);
}

TEST_CASE("a frame that claims more than is allowed is not read", "[app][hostile]") {
    Pipe pipe;
    const std::string head("\xff\xff\xff\xff\xff\xff\xff\x7f", 8);
    REQUIRE(::write(pipe.ends[1], head.data(), head.size()) == 8);
    CHECK(read_frame(pipe.ends[0], 5000, 1 << 20).end == FrameEnd::too_long);
}

TEST_CASE("a silent other side is given up in time", "[app]") {
    Pipe pipe;
    CHECK(read_frame(pipe.ends[0], 20, 100).end == FrameEnd::timed_out);
}

TEST_CASE("an error crosses the border between processes whole", "[app]") {
    const Error sent(ErrorCode::resource, "too large", Where{"صورة.png", 3, 17u, "iban"},
                     UserMessage{"load.too_large", {"a", "b"}});
    const Error got = error_from_wire(wire_error(sent));
    CHECK(got.code() == sent.code());
    CHECK(std::string(got.what()) == sent.what());
    CHECK(got.where().file == sent.where().file);
    CHECK(got.where().page == sent.where().page);
    CHECK(got.where().offset == sent.where().offset);
    CHECK(got.where().field == sent.where().field);
    CHECK(got.message().id == sent.message().id);
    CHECK(got.message().arguments == sent.message().arguments);
}
