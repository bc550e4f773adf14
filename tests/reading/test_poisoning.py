"""Poisoning, overdose and violence are emergencies, whatever was taken and whoever it is about."""

import pytest

from clinic.findings import Outcome
from clinic.reading import Vocabulary, alarm
from clinic.reading.signs import signs_of
from clinic.screening import Rules, triage

TAKEN = [
    "i swallowed some of the acid peel by mistake",
    "she drank half the bottle of toner",
    "my toddler has been chewing my tretinoin",
    "our puppy got into the numbing cream and ate the lot",
    "my two year old put my blood pressure tablets in his mouth",
    "the baby sucked on the serum dropper and swallowed some serum",
    "grandma took her heart pills twice and then a whole strip more of tablets",
    "i took 30 paracetamol",
    "took forty ibuprofen an hour ago",
    "he downed a bottle of disinfectant",
    "a friend has had too many of her sleeping pills",
    "i accidentally took four times my dose of methotrexate",
    "took way too much codeine for the pain",
    "my son swallowed a battery",
    "mixed bleach with vinegar and breathed in the fumes",
    "i think ive been poisoned",
    "she od'd on her antidepressants",
    "somebody spiked my drink and i feel weird",
    "my kid ate mouthwash tablets, a fistful of pills i mean",
    "husband ate berries we picked in the garden and is throwing up",
    "took the whole box",
    "accidentally had 14 aspirin this morning",
    "took six codeine in one go",
    "the cat licked up the peel solution",
    "my little brother got hold of mums pills and ate some pills",
]
HARMLESS = [
    "i took two ibuprofen",
    "i took 2 paracetamol this morning, can i still come",
    "can i take paracetamol",
    "how much numbing cream do you use",
    "my dog ate your leaflet",
    "i ate ice cream after my session",
    "can i eat before the numbing cream goes on",
    "i ate breakfast before my peel",
    "i drink too much coffee, does that matter",
    "is it bad if i drank wine last night",
    "i drink collagen every day",
    "do i swallow the pills with food",
    "how many tablets should i take for pain",
    "overdosed on skincare videos this weekend",
    "i took folic acid when i was pregnant",
    "i had food poisoning last month",
    "my son took ibuprofen before his session",
    "i cant swallow tablets, is there another painkiller",
    "took a whole box of tissues to get through that film",
    "i took all the antibiotics my doctor gave me",
    "i ate my words about needling",
    "what if my toddler swallowed some of the cream",
    "no i didnt swallow any of the cream",
    "i took an overdose when i was fifteen, im 37 now",
    "can too much vitamin a from tablets harm skin",
    "my old salon took the whole lot upfront and closed",
    "i drank a glass of wine after my session",
    "my daughter got into retinol on tiktok",
    "my sister found a good cream",
    "my old doctor had my medication changed",
    "i had 10 days of antibiotics last month",
    "ate some strawberries and cream",
    "had 3 ibuprofen since yesterday",
    "one of your nurses took my old cream away",
    "i took vitamins and iron",
    "the baby takes all my time, how long is a session",
    "my dad had too much filler",
    "my son is on isotretinoin tablets",
    "i have taken accutane for twelve months",
    "ive taken my pills for twenty years",
    "took warfarin for 10 years",
    "i took 30 mg of prednisolone tablets",
    "took a course of 20 tablets of antibiotics in june",
    "i take 8 tablets a day",
    "too many creams make my skin sore",
    "is it ok to drink after the acid peel",
    "i used too much numbing cream last time",
    "whole bottle of serum used in a week, can i get more",
    "i took too many selfies",
    "i took too many photos of my scars",
    "took my mother to the whole box set evening",
]
VIOLENCE = [
    "my boyfriend is hitting me right now",
    "he has a knife and i cant get out",
    "my husband just punched me in the face",
    "someone is following me",
    "he says he will kill me tonight",
    "i was assaulted an hour ago",
    "my ex is outside with a gun",
    "i have just been raped",
    "dad is beating my little brother please help",
    "he locked me in and took my phone",
]
NO_VIOLENCE = [
    "my ex hit me years ago and left this scar",
    "my bf hits me and i have a scar",
    "he punched me in 2019, can the scar be treated",
    "hit me with the price",
    "my kid asked if the needles will kill me haha",
    "he hit the roof when he saw the bill",
    "my husband will kill me if i spend more",
    "i was assaulted when i was nineteen and want the scar gone",
    "the scar is from an attack ten years ago",
]


@pytest.mark.parametrize("text", TAKEN)
def test_what_was_taken_is_an_emergency_with_the_poison_line(text: str, rules: Rules, vocabulary: Vocabulary) -> None:
    raised = alarm(text, vocabulary)

    assert raised is not None and raised.kind in ("poisoning", "self_harm")
    assert triage(signs_of(text, vocabulary), rules).outcome is Outcome.EMERGENCY


@pytest.mark.parametrize("text", HARMLESS + NO_VIOLENCE)
def test_ordinary_doses_meals_and_old_stories_are_none(text: str, vocabulary: Vocabulary) -> None:
    assert alarm(text, vocabulary) is None


@pytest.mark.parametrize("text", VIOLENCE)
def test_violence_that_happens_now_is_an_emergency(text: str, vocabulary: Vocabulary) -> None:
    raised = alarm(text, vocabulary)

    assert raised is not None and raised.rule_id == "tri_violence"
