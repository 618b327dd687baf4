#include "samples/people.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/identifiers.h"
#include "core/time.h"
#include "samples/dice.h"
#include "samples/people_names.h"

namespace sanad::samples {
namespace {

std::string digits(Dice& dice, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice.between(0, 9));
    return text;
}

// Second digit 8 or 9: the numbers given out, to citizens and to residents, have not come near those.
std::string identity(Dice& dice, bool citizen) {
    std::string id =
        std::string(citizen ? "1" : "2") + (dice.chance(0.5) ? "8" : "9") + digits(dice, 7) + "0";
    while (!national_id_valid(id)) ++id.back();
    return id;
}

std::string account(Dice& dice) {
    const std::string rest = "97" + digits(dice, 18);  // no bank has the code 97
    std::string iban;
    for (int check = 2; check <= 98; ++check)
        if (iban = fmt::format("SA{:02}{}", check, rest); iban_valid(iban)) break;
    return iban;
}

std::string birthday(Dice& dice, int first_year, int last_year) {
    const Day day = std::chrono::year(dice.between(first_year, last_year)) /
                    std::chrono::month(static_cast<unsigned>(dice.between(1, 12))) /
                    std::chrono::day(static_cast<unsigned>(dice.between(1, 28)));
    const auto hijri = dice.chance(0.25) ? to_hijri(day) : std::nullopt;
    if (!hijri) return iso_day(day);
    return arabic_digits(fmt::format("{}/{:02}/{:02}هـ", hijri->year, hijri->month, hijri->day));
}

struct Name {
    std::string own, father, grandfather, family;
};

std::string put_together(const Name& name, bool woman, bool with_bin) {
    if (!with_bin) return fmt::format("{} {} {} {}", name.own, name.father, name.grandfather, name.family);
    return fmt::format("{} {} {} بن {} {}", name.own, woman ? "بنت" : "بن", name.father, name.grandfather,
                       name.family);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

std::string in_another_spelling(std::string name) {
    for (const auto& [what, by] :
         {std::pair{"عبد ال", "عبدال"}, {"أ", "ا"}, {"إ", "ا"}, {"ة ", "ه "}, {"ى ", "ي "}})
        name = replaced(name, what, by);
    return name;
}

void set_household(Person& person, Dice& dice) {
    person.marital_status =
        dice.one_of<std::string>({"single", "married", "married", "married", "divorced", "widowed"});
    person.dependants = person.marital_status == "single" ? dice.between(0, 2) : dice.between(0, 11);
    person.housing =
        dice.one_of<std::string>({"owned", "rented", "rented", "rented", "family", "charity", "other"});
    person.monthly_income = dice.between(0, 28) * 250;
}

void set_home(Person& person, Dice& dice) {
    const auto& city = dice.one_of(cities());
    person.city = city.name;
    person.district = dice.one_of(city.districts);
    person.address = fmt::format("{}، مبنى {}", dice.one_of(streets()), dice.between(1000, 9999));
}

class Maker {
public:
    explicit Maker(std::uint64_t seed) : dice_(seed) {}

    Person stranger() {
        woman_ = dice_.chance(0.45);
        name_ = {dice_.one_of(woman_ ? names_of_women() : names_of_men()), dice_.one_of(names_of_men()),
                 dice_.one_of(names_of_men()), dice_.one_of(family_names())};
        with_bin_ = dice_.chance(0.3);
        citizen_ = dice_.chance(0.8);
        last_ = numbered();
        last_.full_name = put_together(name_, woman_, with_bin_);
        if (dice_.chance(0.3)) last_.full_name = replaced(last_.full_name, "عبد ال", "عبدال");
        last_.birth_date = birthday(dice_, 1955, 2004);
        const auto& nation = citizen_ ? nations().front() : nations()[1 + dice_.pick(nations().size() - 1)];
        last_.nationality = woman_ ? nation.of_woman : nation.of_man;
        set_home(last_, dice_);
        set_household(last_, dice_);
        return last_;
    }

    // Somebody who is nearly the last stranger; `how` goes round.
    Person double_of_last(std::size_t how) {
        Person other = numbered();
        other.nationality = last_.nationality;
        set_home(other, dice_);
        set_household(other, dice_);
        other.birth_date = birthday(dice_, 1955, 2004);
        switch (how % 5) {
            case 0:
                return sibling(other);
            case 1:
                other.full_name = last_.full_name;
                return other;
            case 2:
                other.full_name = in_another_spelling(last_.full_name);
                return other;
            case 3:
                return parent(other);
            default:
                return with_parts_swapped(other);
        }
    }

private:
    Person numbered() {
        Person person;
        person.national_id = identity(dice_, citizen_);
        person.phone = "052" + digits(dice_, 7);  // 052 is no operator's
        person.iban = account(dice_);
        person.sex = woman_ ? "female" : "male";
        return person;
    }

    Person sibling(Person other) {
        Name name = name_;
        while (name.own == name_.own) name.own = dice_.one_of(woman_ ? names_of_women() : names_of_men());
        other.full_name = put_together(name, woman_, with_bin_);
        other.city = last_.city;
        other.district = last_.district;
        return other;
    }

    Person parent(Person other) {
        other.sex = "male";
        other.nationality = nations().front().of_man;
        for (const auto& nation : nations())
            if (nation.of_woman == last_.nationality || nation.of_man == last_.nationality)
                other.nationality = nation.of_man;
        other.full_name = put_together(
            {name_.father, name_.grandfather, dice_.one_of(names_of_men()), name_.family}, false, with_bin_);
        other.birth_date = birthday(dice_, 1931, 1938);
        return other;
    }

    Person with_parts_swapped(Person other) {
        other.full_name =
            put_together({name_.own, name_.grandfather, name_.father, name_.family}, woman_, with_bin_);
        return other;
    }

    Dice dice_;
    Person last_;
    Name name_;
    bool woman_ = false, with_bin_ = false, citizen_ = true;
};

std::string quoted(const std::string& value) {
    return value.find_first_of(",\"\r\n") == std::string::npos ? value
                                                               : '"' + replaced(value, "\"", "\"\"") + '"';
}

}  // namespace

std::vector<Person> people(std::size_t count, std::uint64_t seed) {
    Maker maker(seed);
    std::vector<Person> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(i % 6 == 5 ? maker.double_of_last(i / 6) : maker.stranger());
    return list;
}

std::string register_csv(const std::vector<Person>& people) {
    std::string csv =
        "national_id,full_name,birth_date,sex,marital_status,nationality,phone,city,district,address,iban,"
        "dependants,"
        "housing,monthly_income\r\n";
    for (const auto& p : people)
        csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", p.national_id,
                           quoted(p.full_name), p.birth_date, p.sex, p.marital_status, p.nationality, p.phone,
                           quoted(p.city), quoted(p.district), quoted(p.address), p.iban, p.dependants,
                           p.housing, p.monthly_income);
    return csv;
}

}  // namespace sanad::samples
