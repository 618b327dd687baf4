#include "pdf/security_store.h"

#include <map>

#include <fmt/format.h>

#include "pdf/incremental.h"
#include "pdf/signature_form.h"

namespace sanad::pdf {
namespace {

class Store {
public:
    explicit Store(std::string_view pdf) : update_(pdf) {
        auto root = update_.document().getRoot();
        old_ = root.getKey("/DSS");
        for (const auto& [array, entry] : arrays) remember(array);
    }

    void add(const SignatureEvidence& evidence) {
        std::string body = "<< /Type /VRI";
        const std::vector<std::string>* parts[] = {&evidence.certificates, &evidence.crls, &evidence.ocsps};
        for (std::size_t i = 0; i < std::size(arrays); ++i) {
            if (parts[i]->empty()) continue;
            body += fmt::format(" {} [", arrays[i].entry);
            for (const auto& der : *parts[i]) body += fmt::format(" {} 0 R", stream(arrays[i].array, der));
            body += " ]";
        }
        const int number = update_.take_number();
        update_.put(number, body + " >>");
        entries_["/" + evidence.key] = fmt::format("{} 0 R", number);
    }

    std::string finish() {
        auto root = update_.document().getRoot();
        if (old_.isDictionary() && old_.isIndirect()) {
            update_.put(old_.getObjectID(), dictionary());
        } else {
            const int number = update_.take_number();
            update_.put(number, dictionary());
            root.replaceKey("/DSS", update_.reference(number));
            update_.replace(root);
        }
        return update_.finish();
    }

private:
    struct Array {
        const char* array;
        const char* entry;  // in a VRI
    };
    static constexpr Array arrays[] = {{"/Certs", "/Cert"}, {"/CRLs", "/CRL"}, {"/OCSPs", "/OCSP"}};

    void remember(const std::string& array) {
        if (!old_.isDictionary() || !old_.getKey(array).isArray()) return;
        for (auto& item : old_.getKey(array).getArrayAsVector()) {
            if (!item.isStream() || !item.isIndirect()) continue;
            const auto data = item.getStreamData();
            streams_[array].push_back(
                {std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize()),
                 item.getObjectID()});
        }
    }

    int stream(const std::string& array, const std::string& der) {
        auto& known = streams_[array];
        for (const auto& [bytes, number] : known)
            if (bytes == der) return number;
        const int number = update_.take_number();
        update_.put(number, fmt::format("<< /Length {} >>\nstream\n{}\nendstream", der.size(), der));
        known.emplace_back(der, number);
        return number;
    }

    std::string dictionary() {
        std::string body = "<< /Type /DSS";
        for (const auto& [array, entry] : arrays) {
            if (streams_[array].empty()) continue;
            body += fmt::format(" {} [", array);
            for (const auto& [bytes, number] : streams_[array]) body += fmt::format(" {} 0 R", number);
            body += " ]";
        }
        body += " /VRI <<";
        if (old_.isDictionary() && old_.getKey("/VRI").isDictionary())
            for (auto& [key, value] : old_.getKey("/VRI").getDictAsMap())
                if (entries_.count(key) == 0) body += " " + key + " " + value.unparse();
        for (const auto& [key, reference] : entries_) body += " " + key + " " + reference;
        return body + " >> >>";
    }

    IncrementalUpdate update_;
    QPDFObjectHandle old_;
    std::map<std::string, std::vector<std::pair<std::string, int>>> streams_;
    std::map<std::string, std::string> entries_;
};

}  // namespace

std::vector<StoredSignature> stored_signatures(std::string_view pdf) {
    IncrementalUpdate update(pdf);
    std::vector<StoredSignature> found;
    for (auto& widget : read_signature_form(update.document()).widgets) {
        auto value = widget.object.getKey("/V");
        if (!value.isDictionary() || !value.getKey("/Contents").isString()) continue;
        auto type = value.getKey("/Type");
        auto range = value.getKey("/ByteRange");
        long long end = 0;
        if (range.isArray() && range.getArrayNItems() == 4)
            end = range.getArrayItem(2).getIntValue() + range.getArrayItem(3).getIntValue();
        found.push_back({widget.field.name, value.getKey("/Contents").getStringValue(),
                         type.isName() && type.getName() == "/DocTimeStamp", end});
    }
    return found;
}

std::string append_security_store(std::string_view pdf, const std::vector<SignatureEvidence>& evidence) {
    Store store(pdf);
    for (const auto& one : evidence) store.add(one);
    return store.finish();
}

}  // namespace sanad::pdf
