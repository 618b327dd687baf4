// The printed checkpoint: what a camera reads from its code is the checkpoint, to the letter.
#define ZX_USE_UTF8 1
#include <sstream>

#include <ZXing/ReadBarcode.h>
#include <catch2/catch.hpp>

#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

struct Grey {
    int width = 0, height = 0;
    std::string pixels;
};

// The first page, as a printer would put it on paper and a camera of this many dots per inch sees it.
Grey rendered(const std::string& pdf, int dots) {
    const auto ran = test::run_shell("pdftoppm -gray -r " + std::to_string(dots) + " -singlefile " +
                                     test::shell_quoted(pdf));
    REQUIRE(ran.exit == 0);
    std::istringstream head(ran.out);
    std::string magic;
    Grey page;
    int most = 0;
    head >> magic >> page.width >> page.height >> most;
    REQUIRE(magic == "P5");
    page.pixels = ran.out.substr(static_cast<std::size_t>(head.tellg()) + 1);
    REQUIRE(page.pixels.size() ==
            static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height));
    return page;
}

std::string code_on(const Grey& page) {
    const ZXing::ImageView view(reinterpret_cast<const std::uint8_t*>(page.pixels.data()), page.width,
                                page.height, ZXing::ImageFormat::Lum);
    const auto found =
        ZXing::ReadBarcodes(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
    REQUIRE(found.size() == 1);
    REQUIRE(found.front().isValid());
    return found.front().text();
}

}  // namespace

TEST_CASE("the code of a printed checkpoint holds the checkpoint, and the archive verifies against it",
          "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    REQUIRE(office.run({"take", "--later", test::samples + "/request-typed.png"}).exit == 0);
    REQUIRE(office.run({"archive", "log", "-o", "checkpoint.txt", "--page", "page.pdf"}).exit == 0);
    for (const int dots : {100, 200})
        CHECK(code_on(rendered(office / "page.pdf", dots)) == test::contents(office / "checkpoint.txt"));
    test::put(office / "typed.txt", code_on(rendered(office / "page.pdf", 150)));
    CHECK(office.run({"archive", "log", "verify", "--against", "typed.txt"}).exit == 0);
}
