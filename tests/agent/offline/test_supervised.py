"""Who is supervised by law says so in many ways; many others only sound like it."""

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "We're a small savings bank and draft replies to complaints.",
        "I work for a regional insurer; we answer letters about claims.",
        "We are a hospital and want summaries of ward notes.",
        "We run the mail desk: our pharmacy answers questions about orders.",
        "As a payroll provider, we explain payslips to staff.",
        "I'm at a private bank in Geneva.",
        "Examiners go through a sample of our letters every quarter.",
        "Inspectors read what we send to customers.",
        "FCA rules bind us in every line we write.",
        "HIPAA covers all our notes.",
        "We're one of the larger credit unions up north.",
        "We are a mid-sized asset management firm.",
        "I work at a hospital as a nurse.",
        "We're a bank and get 300 mails a day.",
        "We're a clinic in Ohio.",
        "I work for an airline",
        "We're a clinic group with nine sites",
        "We are a network of hospitals",
        "we're a chain of private clinics, 40 letters a day",
        "I work for a reinsurer of small ships",
        "We're an insurer of bicycles and boats",
        "We are a banking cooperative",
        "We're a bank for dentists",
        "I'm with a pharmacy chain.",
    ],
)
def test_who_is_supervised_has_costly_errors(reader, text):
    assert reader.read(text).facts.get("regulated") is True


@pytest.mark.parametrize(
    "text",
    [
        "We have a bank of questions for exams.",
        "We are a food bank and answer the mail of volunteers.",
        "We write blog posts about insurance.",
        "We make a game about a hospital.",
        "We sell furniture to hospitals.",
        "I work for a company that sells software to banks.",
        "We're a supplier of a hospital and sort its invoices.",
        "We're a phone clinic that repairs screens.",
        "Our image bank needs captions.",
        "We are a choir near the river bank.",
        "We're a bakery, nobody audits us.",
        "I'm a broker of used cars",
        "We are a clinic for bicycles",
        "We work for a hospital radio station",
        "We're a bank robbery museum",
        "I'm at an airline lounge writing this, we sort 300 mails a day",
        "Our hospital radio station answers listeners.",
        "We're a hospital group chat provider",
        "We are a group of friends near a hospital",
        "we're a group of bank customers",
        "We're a network vendor for clinics",
        "We are a chain of dog clinics",
        "We're a network of food banks",
        "We're a hotel group",
        "we're a bank for seeds",
    ],
)
def test_what_only_sounds_like_it_says_nothing(reader, text):
    assert reader.read(text).facts.get("regulated") is not True


def test_who_says_that_errors_are_harmless_is_believed(reader):
    read = reader.read("We're a regional bank, but this is just for fun: mistakes are harmless.")
    assert read.facts["regulated"] is False
