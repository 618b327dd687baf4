#!/usr/bin/env bash
# Installs what Sanad needs to build, run and test on Debian 12: packages from apt, and the packages of
# package-lock.json from npm (the Tesseract model for Arabic; PDFium for the tests). Nothing else, and nothing
# from anywhere else.
# Run again, it finds everything in place and returns quickly.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
    # build
    build-essential cmake ninja-build ccache pkg-config git ca-certificates
    # what the product links
    libpoppler-cpp-dev libqpdf-dev libtesseract-dev libopencv-dev libtiff-dev libzxing-dev libqrencode-dev
    libssl-dev liblmdb-dev libxapian-dev libzstd-dev zlib1g-dev libicu-dev libharfbuzz-dev libfribidi-dev libsodium-dev
    libcli11-dev libtomlplusplus-dev libspdlog-dev nlohmann-json3-dev libfmt-dev libseccomp-dev
    libp11-kit-dev
    # what it reads and draws with
    tesseract-ocr tesseract-ocr-ara tesseract-ocr-eng fonts-hosny-amiri fonts-noto-core fonts-dejavu-core
    # tests, and verifiers that are not ours
    catch2 poppler-utils qpdf mupdf-tools openssl softhsm2 opensc
    openjdk-17-jre-headless ecj libpdfbox2-java libbcpkix-java
    # the Tesseract model comes from npm, and PDFium for the tests
    nodejs npm
)

missing=()
for package in "${packages[@]}"; do
    # A Node.js or npm from elsewhere serves as well as Debian's.
    case "$package" in
        nodejs) command -v node >/dev/null && continue ;;
        npm) command -v npm >/dev/null && continue ;;
    esac
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
    as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --ignore-scripts
fi
