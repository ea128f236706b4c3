"""Which texts are read as English, and which are passed over."""

import pytest

from dateline.records import Report
from dateline.reports import ReadOptions, judge_language, read_reports

ENGLISH = [
    "Two guards were hurt in Imber on Friday, the mayor said. The army denied that it had fired.",
    "TWO GUARDS WERE HURT IN IMBER ON FRIDAY, THE MAYOR SAID. THE ARMY DENIED THAT IT HAD FIRED.",
    "Gunmen killed Mukhtar Ould Sidi, Aïchata Koné and Boubacar Traoré in Ménaka, Gao, Tessalit and Kidal on Sunday.",
    "Clashes in Deir ez-Zor; shelling in Khan Sheikhoun, Maarrat al-Numan, Saraqib, Jisr al-Shughour. Ten dead.",
    "Atleast 4 person killd in clash betwen herders an farmers, police spokesman tel reporters.",
    "Hutu and Tutsi leaders sign deal in Bujumbura. FNL rejects accord, vows more raids.",
]
OTHERS = [
    ("es", "Tres soldados murieron el viernes en una emboscada cerca del puente, dijo el alcalde."),
    ("fr", "Deux gardes ont été blessés vendredi à Imber, a déclaré le maire. L’armée a démenti."),
    ("pt", "Dois guardas ficaram feridos na sexta-feira em Imber, disse o prefeito. O exército negou."),
    ("de", "Zwei Wachleute wurden am Freitag in Imber verletzt, sagte der Bürgermeister. Die Armee bestritt das."),
    ("tr", "Cuma günü İmber'de iki bekçi yaralandı, belediye başkanı açıkladı. Ordu bunu yalanladı."),
    ("sw", "Walinzi wawili walijeruhiwa siku ya Ijumaa mjini, alisema meya. Jeshi lilikanusha kuwa lilifyatua risasi."),
    ("ha", "An raunata masu gadi biyu a ranar Juma'a, in ji magajin gari. Sojoji sun musanta cewa sun harba."),
    ("ru", "Двое охранников были ранены в пятницу в городе, сообщил мэр. Армия это отрицает."),
    ("uk", "Двоє охоронців були поранені в п’ятницю у місті, повідомив мер. Армія це заперечує."),
    ("ar", "أصيب حارسان يوم الجمعة في المدينة، قال رئيس البلدية. ونفى الجيش ذلك."),
    ("fa", "دو نگهبان روز جمعه در شهر زخمی شدند، شهردار گفت. ارتش آن را تکذیب کرد."),
    ("he", "שני שומרים נפצעו ביום שישי בעיר, אמר ראש העיר. הצבא הכחיש זאת."),
    ("zh", "星期五城里有两名警卫受伤，市长说。军队否认开枪。"),
    ("hi", "शुक्रवार को शहर में दो पहरेदार घायल हुए, महापौर ने कहा। सेना ने इससे इनकार किया।"),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english_in_capitals_and_full_of_foreign_names(text):
    assert judge_language(text).language in ("en", None)
    assert judge_language(text * 3).language == "en"


@pytest.mark.parametrize(("language", "text"), OTHERS, ids=[language for language, _ in OTHERS])
def test_other_languages_are_told(language, text):
    assert judge_language(text).language == language


@pytest.mark.parametrize("text", ["", "12 : 30", "Mort à Gao", "Imber, Tolva, Orel Ford"])
def test_a_few_words_are_not_judged(text):
    assert judge_language(text).language is None


def test_a_few_letters_of_another_script_are_judged():
    assert judge_language("Взрыв в центре").language not in ("en", None)


@pytest.mark.parametrize(
    ("told", "kept"), [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("English", "en"), ("eng", "en")]
)
def test_a_told_language_is_written_as_its_code(write_lines, story, told, kept):
    (report,) = read_reports(write_lines({"text": story, "language": told}))
    assert isinstance(report, Report)
    assert report.language == kept


def test_a_text_told_to_be_in_another_language_is_passed_over(write_lines, story):
    (passed,) = read_reports(write_lines({"text": story, "language": "fr"}))
    assert passed.code == "report.other-language"


def test_a_foreign_text_that_calls_itself_english_is_passed_over(write_lines):
    (passed,) = read_reports(write_lines({"text": OTHERS[0][1], "language": "en"}))
    assert (passed.code, passed.kind) == ("report.other-language", "passed over")


def test_all_languages_can_be_let_in(write_lines):
    (report,) = read_reports(write_lines({"text": OTHERS[0][1]}), options=ReadOptions(languages=None))
    assert report.text == OTHERS[0][1]


def test_a_language_is_judged_by_title_and_text(write_lines):
    (report,) = read_reports(write_lines({"title": "Two guards were hurt in Imber on Friday", "text": "More soon."}))
    assert report.language == "en"
