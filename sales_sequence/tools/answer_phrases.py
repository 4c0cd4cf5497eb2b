# License LGPL-3.0 or later: see LICENSE.
"""What answers say, by language, and what keeps a phrase from being meant. Regular expressions, folded before use.

``STATEMENTS`` has for each language (ISO 639-1)

``interested``, ``not_now``, ``wrong_person``, ``not_interested``
    statements of the author about themselves: a label is suggested where one of them is meant
``meet``
    words that turn a weekday or a date into a proposal to talk
``now``
    words that limit a refusal to the present
"""

from .answer_east_phrases import EAST
from .answer_west_phrases import WEST

STATEMENTS = {**WEST, **EAST}

# Before a statement in the same clause, by language: it is denied, supposed, asked, or somebody else's words.
SUPPOSED = {
    "en": r"if|unless|whether|in case|should (?:you|we|i)|assuming|suppose|when|would not say|wouldn't say|not saying|not to say|it's not that|it is not that|not because|does not mean|doesn't mean|never said|did not say|didn't say|not that|as though|as if|you (?:think|say|said|assume|believe|are not|aren't)|why|the reason",
    "de": r"wenn|falls|sofern|ob|sollten|sollte|nicht so,? dass|nicht,? dass|heißt nicht|bedeutet nicht|warum|wieso|weil sie|nicht weil|keineswegs|sie (?:sagen|meinen|denken|glauben)",
    "fr": r"si|sauf si|au cas où|à moins|ce n'est pas que|non pas que|ne (?:veut|signifie) pas|pourquoi|vous (?:dites|pensez|croyez)",
    "es": r"si(?!,)|en caso de|a no ser|no es que|no quiere decir|no significa|por qué",
    "it": r"se|qualora|nel caso|a meno|non è che|non vuol dire|non significa|perché",
    "pt": r"se|caso|a menos|não é que|não quer dizer|não significa|por que|porque",
    "nl": r"als|indien|mocht(?:en)?|tenzij|niet dat|betekent niet|waarom|of (?:u|je)",
    "sv": r"om (?:ni|du|vi|jag)|ifall|såvida|inte så att|betyder inte|varför",
    "da": r"hvis|medmindre|ikke fordi|betyder ikke|hvorfor|ikke sådan at",
    "no": r"hvis|dersom|med mindre|ikke fordi|betyr ikke|hvorfor|ikke slik at",
    "fi": r"jos|mikäli|ellei|ei tarkoita|miksi",
    "pl": r"jeśli|jeżeli|gdyby|nie znaczy|nie to,? że|dlaczego",
    "cs": r"pokud|jestli|kdyby|neznamená|proč|ne že",
    "sk": r"ak|keby|neznamená|prečo|nie že",
    "hu": r"ha|hogyha|miért|nem azt jelenti",
    "ro": r"dacă|nu înseamnă|de ce|nu că",
    "hr": r"ako|ne znači|zašto",
    "sr": r"ako|ne znači|zašto|ако|не значи|зашто",
    "sl": r"če|ne pomeni|zakaj",
    "tr": r"eğer|neden|anlamına gelmez",
    "ru": r"если|не значит|не то чтобы|почему|не потому",
    "uk": r"якщо|не означає|не те щоб|чому",
    "bg": r"ако|не означава|защо",
    "mk": r"ако|не значи|зошто",
    "el": r"αν|εάν|δεν σημαίνει|γιατί|όχι ότι",
    "ca": r"si(?!,)|no és que|no vol dir|per què",
    "gl": r"se|non é que|por que",
    "eu": r"ez du esan nahi|zergatik",
    "et": r"kui|kas|ei tähenda|miks",
    "lv": r"ja|nenozīmē|kāpēc",
    "lt": r"jei|jeigu|nereiškia|kodėl",
    "vi": r"nếu|không có nghĩa|tại sao",
    "id": r"jika|kalau|apabila|bukan berarti|mengapa|kenapa",
    "ms": r"jika|kalau|bukan bermakna|mengapa|kenapa",
    "ja": r"もし|なぜ",
    "zh": r"如果|若|要是|为什么|為什麼|不是说|不是說|并不是|並不是",
    "ko": r"만약|왜",
    "he": r"אם|למה|לא אומר",
    "ar": r"إذا|لماذا|لا يعني",
    "fa": r"اگر|چرا",
    "hi": r"अगर|यदि|क्यों",
    "th": r"ถ้า|หาก|ทำไม",
}
# Right behind a refusal, by language: it holds under a condition only.
CONDITIONAL = {
    "en": r"if|unless|until|as long as|when",
    "de": r"falls|wenn|sofern|solange",
    "fr": r"si|sauf si|à moins|tant que",
    "es": r"si|a menos|a no ser|mientras",
    "it": r"se|a meno|finché",
    "pt": r"se|a menos|enquanto",
    "nl": r"als|tenzij|zolang|indien",
    "sv": r"om|såvida",
    "da": r"hvis|medmindre",
    "no": r"hvis|med mindre|dersom",
    "fi": r"jos|ellei",
    "pl": r"jeśli|chyba że|jeżeli",
    "cs": r"pokud|jestli",
    "sk": r"ak",
    "hu": r"ha|hacsak",
    "ro": r"dacă",
    "hr": r"ako",
    "ru": r"если",
    "uk": r"якщо",
    "tr": r"eğer",
}
# Right before a statement of interest, by language: there is none.
NEGATIONS = {
    "en": r"not|\w+n't|no|never|hardly|no longer|nor|neither|nobody",
    "de": r"nicht|kein\w*|nie|kaum",
    "fr": r"ne|pas|aucun\w*|jamais|plus",
    "es": r"no|nunca|tampoco|ningún",
    "it": r"non|mai|nessun\w*",
    "pt": r"não|nunca|nem|nenhum\w*",
    "nl": r"niet|geen|nooit|nauwelijks",
    "sv": r"inte|ej|aldrig",
    "da": r"ikke|aldrig",
    "no": r"ikke|aldri",
    "fi": r"en|ei|emme|eivät",
    "pl": r"nie|nigdy",
    "cs": r"ne|není",
    "sk": r"nie|ne",
    "hu": r"nem|sem",
    "ro": r"nu|nici",
    "hr": r"ne|nisam|nismo",
    "sr": r"ne|nisam|nismo|не|нисам|нисмо",
    "sl": r"ne|nisem|nismo",
    "tr": r"değil|hiç",
    "ru": r"не|нет|ни|нисколько",
    "uk": r"не|ні|ані",
    "bg": r"не|нито",
    "mk": r"не",
    "el": r"δεν|μη|μην|ούτε",
    "ca": r"no|mai",
    "gl": r"non",
    "eu": r"ez",
    "et": r"ei",
    "lv": r"ne|nav",
    "lt": r"ne|nėra",
    "vi": r"không|chưa|chẳng",
    "id": r"tidak|bukan|kurang|belum",
    "ms": r"tidak|bukan|kurang|belum",
    "he": r"לא|אין",
    "ar": r"لا|لست|غير|ليس",
}
# Right behind a statement of interest: in something else.
NOT_IN_THIS = (
    r"^\W{0,3}(?:in|at) (?:being (?:removed|taken)|unsubscrib\w+|selling|getting off|knowing (?:why|how you got|where you got)|not )",
    r"^[^.!?]{0,20}\b(?:in (?:your|the) (?:job|position|role|vacancy))\b",
)
# Somebody who is away names a deputy for the time being, and is not the wrong person.
FOR_NOW = (
    r"\b(?:urgent\w*|in the meantime|meanwhile|while i am|while i'm|out of (?:the )?office|on (?:leave|vacation|holiday)|until i|dringend\w*|in der zwischenzeit|abwesen\w*|urlaub|vertretung|en mon absence|urgence|urgent\w*|entre-temps|vacances|congés?|urgente|mientras tanto|vacaciones|nel frattempo|ferie|entretanto|férias|in dringende|tussentijd|vakantie|brådskande|semester|hastende|ferie|urlop\w*|pilne|naléhav\w*|dovolen\w*|срочн\w*|отпуск\w*)\b",
)
# Words before a name: "my colleague Petr Svoboda".
BEFORE_NAME = (
    r"colleague|manager|boss|successor|person|contact|ask|to|with|is|cc'?d?|copied|looping in"
    r"|kolleg\w*|ansprechpartner\w*|nachfolger\w*|ist|an|bei|herrn?|frau"
    r"|collègue|responsable|est|à|contacter|monsieur|madame|mme|m\."
    r"|compañer\w+|colega|es|con|collega|è|é|com|ao|contactpersoon|de heer|mevrouw|met"
    r"|kollega\w*|kolleg\w*|med|till|til|kolegou|kolegu|kolegyni|kolegy\w+|kolega|z|pan\w*|pán\w*|paní"
    r"|коллег\w*|к|с|колег\w*|colegul meu|colega mea|kollégám\w*"
)
# What is written with a capital letter and is no name: the beginning of a sentence, titles, months, departments.
_NO_NAME = (
    "i the please he she they we you it my our if or and thanks thank best regards kind hi hello dear sir madam "
    "mr mrs ms dr sales marketing purchasing procurement finance hr team department head director manager ceo cto "
    "cfo herr herrn frau bitte ich wir sie er mein meine kollege kollegin kollegen chef chefin nachfolger "
    "nachfolgerin ansprechpartner ansprechpartnerin dafur hierfur einkauf vertrieb abteilung leiter leiterin "
    "danke grusse viele mit freundlichen monsieur madame mme bonjour merci je nous il elle service responsable "
    "direction senor senora gracias hola yo signor signora grazie salve ufficio pan pani pana prosim dekuji "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december montag dienstag mittwoch donnerstag freitag januar februar marz mai juni "
    "juli oktober dezember "
)
NO_NAME = frozenset(_NO_NAME.split())
# The first day of next year, and of a quarter.
NEXT_YEAR = r"\b(?:next year|(?:in )?the new year|nächstes jahr|nächsten jahr\w*|kommendes jahr|neuen jahr|l'an(?:née)? prochaine?|próximo año|año que viene|l'anno prossimo|anno nuovo|próximo ano|ano que vem|volgend jaar|het nieuwe jaar|nästa år|næste år|neste år|ensi vuonna|ensi vuoden|przyszłym roku|przyszły rok|příští rok|příštím roce|budúci rok|budúcom roku|jövőre|jövő év\w*|anul viitor|sljedeće godine|следующем году|наступного року|gelecek yıl|seneye)\b|来年|明年|내년"
QUARTER = r"\b(?:q([1-4])|t([1-4])|([1-4])\. ?(?:quartal|kvartal\w*|kwartal\w*|čtvrtletí|štvrťrok\w*|negyedév\w*)|([1-4])(?:st|nd|rd|th) quarter|(first|second|third|fourth) quarter|(ersten|zweiten|dritten|vierten) quartal|(premier|deuxième|troisième|quatrième) trimestre|(primer|segundo|tercer|cuarto) trimestre|(primo|secondo|terzo|quarto) trimestre)\b"
NEXT_QUARTER = r"\b(?:next quarter|nächstes quartal|nächsten quartal\w*|prochain trimestre|próximo trimestre|prossimo trimestre|volgend kwartaal|nästa kvartal|næste kvartal|neste kvartal|następnym kwartale|przyszłym kwartale|příštím čtvrtletí)\b"
# A time of day, after a word that leads to one, or before one that follows it.
TIMES = (
    r"\b(?:at|around|about|um|gegen|ab|vers|à|a las|alle|ore|às|om|rond|kl\.?|klokken|klockan|o godz\.?|o|v|в)\s(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?![\d/%€$.-])(?:\s?(?P<half>am|pm|a\.m\.|p\.m\.))?",
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?P<half>am|pm|a\.m\.|p\.m\.)(?![^\W\d_])",
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s?(?:uhr|o'clock|uur|hod|часов)\b",
    r"\b(?P<hour>\d{1,2})[:h](?P<minute>\d{2})\b",
)
# The month that is another word in most sentences.
IN_MAY = r"\b(?:in|until|till|after|from|by|of|early|mid|late|mid-) ?may\b(?! (?:be|have|not|i|we|you|need))"
# Before a month that is also another word ("may"), or a date that could be a number.
BEFORE_DATE = r"(?:in|on|by|until|till|after|from|around|early|mid|late|end of|since|of|im|am|ab|bis|nach|anfang|mitte|ende|zum|en|le|au|dès|après|à partir d[eu]|fin|début|mi|el|a partir de|después de|hasta|il|dal|a|dopo|in|verso|fino a|em|no|depois de|até|na|vanaf|tot|op|begin|eind|medio|i|på|efter|från|til|fra|den|etter|w|od|po|do|na|v|ve|za|в|с|после|до|у|після)"
