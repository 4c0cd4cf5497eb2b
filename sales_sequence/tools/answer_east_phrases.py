# License LGPL-3.0 or later: see LICENSE.
"""What answers say, in languages of eastern Europe and of Asia. Regular expressions, folded before use.

The keys are explained in ``answer_phrases``.
"""

EAST = {
    "pl": {
        "interested": (
            r"(?<!nie )\b(?:jestem|jesteśmy|byłbym|byłabym|bylibyśmy) (?:bardzo |jak najbardziej )?zainteresowan[aiy]\w*\b",
            r"\b(?:brzmi|wygląda) (?:bardzo )?(?:interesująco|ciekawie|dobrze)\b",
            r"\b(?:proszę o|poproszę o|czy (?:może|mogłaby|mógłby) (?:pan|pani|pan/pani) (?:przesłać|wysłać)|proszę (?:przesłać|wysłać|podesłać))(?: mi| nam)? (?:więcej|ofertę|oferty|cennik|informacj\w+|szczegół\w+|wycenę)\b",
            r"\b(?:chętnie|z chęcią) (?:porozmawiam|porozmawiamy|dowiem|dowiemy|się spotkam|spotkam|się dowiem|poznam|umówię)\b|\bile (?:to )?kosztuje\b",
        ),
        "meet": r"pasuje (?:mi|nam)|odpowiada (?:mi|nam)|proszę (?:o telefon|zadzwonić)|możemy (?:porozmawiać|się spotkać)|jestem (?:dostępn\w+|woln\w+)|proponuję",
        "not_now": (
            r"\b(?:proszę (?:się )?(?:odezwać|skontaktować|zadzwonić|napisać|wrócić|przypomnieć)|wróćmy|możemy wrócić|odezwijcie się|odezwij się)\b[^.!?]{0,40}?\b(?:później|ponownie|za|po|w|od|na początku|pod koniec|w połowie|przyszł\w+)\b",
            r"\b(?:nie teraz|obecnie nie|teraz nie|na razie nie|w tej chwili nie|w tym roku nie)\b(?! (?:jestem|jesteśmy) zainteres)|\bto nie jest (?:dobry|odpowiedni) moment\b",
        ),
        "wrong_person": (
            r"\bnie jestem (?:już )?(?:właściwą osobą|odpowiednią osobą|osobą (?:odpowiedzialną|decyzyjną|właściwą)|odpowiedzialn\w+)\b|\b(?:niewłaściwa|zła) osoba\b",
            r"\bproszę (?:się )?(?:skontaktować|kontaktować|zwrócić|zwracać)(?: się)?(?: bezpośrednio)? (?:z moim kolegą|z moją koleżanką|z panem|z panią|do pana|do pani|do mojego kolegi|do mojej koleżanki|z naszym|z działem)\b",
            r"\b(?:właściwą|odpowiednią) osobą(?: \S+){0,4}? (?:jest|będzie)\b|\bzajmuje się tym (?:mój kolega|moja koleżanka|pan|pani)\b",
        ),
        "not_interested": (
            r"\bnie (?:jestem|jesteśmy) zainteresowan[aiy]\w*\b|\bnie (?:mam|mamy) (?:zainteresowania|potrzeby)\b|\bbrak zainteresowania\b|\bnie interesuje (?:mnie|nas)\b",
            r"^\W*(?:(?:dzień dobry|witam|szanown\w+)\b[^,.!]{0,30}[,.!] )?nie,? (?:dziękuję|dziękujemy)\W*$",
        ),
        "now": r"obecnie|teraz|na razie|w tej chwili|aktualnie|w tym roku|jeszcze",
    },
    "cs": {
        "interested": (
            r"(?<!ne)\b(?:mám|máme|měl bych|měla bych|měli bychom) (?:velký |určitě |o to )*zájem\b|\b(?:zní|vypadá) to (?:velmi |docela )?(?:zajímavě|dobře)\b|(?<!ne)\bzajímá (?:mě|nás) to\b|\bto (?:mě|nás) zajímá\b",
            r"\b(?:pošlete|můžete (?:mi |nám )?poslat|prosím o|prosíme o)(?: mi| nám| prosím)* (?:více|další|nabídku|ceník|informac\w+)\b|\brád\w? (?:se )?(?:dozvím|setkám|promluvím|popovídám)\b|\bkolik to stojí\b",
        ),
        "meet": r"hodí (?:se )?(?:mi|nám)|vyhovuje|zavolejte mi|můžeme (?:si )?(?:zavolat|promluvit|se sejít)|mám čas|navrhuji",
        "not_now": (
            r"\b(?:ozvěte se|kontaktujte|zkuste to|zavolejte|napište|vraťme se)\b[^.!?]{0,40}?\b(?:později|znovu|za|po|v|od|na začátku|koncem|začátkem|příští\w*)\b",
            r"\b(?:teď ne|nyní ne|momentálně ne|zatím ne|letos ne)\b|\bnení (?:to )?(?:vhodná|dobrá|správná) (?:doba|chvíle)\b",
        ),
        "wrong_person": (
            r"\bnejsem (?:ta |ten )?(?:správná osoba|správný kontakt|kompetentní|zodpovědn\w+)\b|\bšpatná osoba\b|\bmá to (?:teď |nyní )?na starosti (?:můj kolega|moje kolegyně|kolega|kolegyně)\b",
            r"\b(?:kontaktujte|obraťte se na|napište)(?: prosím)? (?:na )?(?:mého kolegu|mou kolegyni|moji kolegyni|kolegu|kolegyni|pana|paní)\b|\bsprávná osoba(?: \S+){0,4}? je\b|\b(?:můj kolega|moje kolegyně)\b[^.!?]{0,60}\b(?:na starosti|zodpovíd\w+|řeší|pomůže)\b",
        ),
        "not_interested": (
            r"\b(?:nemám|nemáme) (?:o to |o (?:\S+ ){1,3}?)?(?:zájem|potřebu)\b|\bnezajímá (?:mě|nás)\b|\bbez zájmu\b",
            r"^\W*(?:(?:dobrý den|ahoj|vážen\w+)\b[^,.!]{0,30}[,.!] )?ne,? (?:děkuji|děkujeme|díky)\W*$",
        ),
        "now": r"teď|nyní|momentálně|zatím|v současné době|aktuálně|letos|ještě",
    },
    "sk": {
        "interested": (
            r"\b(?:mám|máme|mal by som|mala by som) (?:veľký |určite |o to )*záujem\b|\b(?:znie|vyzerá) to (?:veľmi )?(?:zaujímavo|dobre)\b|(?<!ne)\bzaujíma (?:ma|nás) to\b",
            r"\b(?:pošlite|môžete (?:mi |nám )?poslať|prosím o)(?: mi| nám| prosím)* (?:viac|ďalšie|ponuku|cenník|informáci\w+)\b|\bkoľko to stojí\b",
        ),
        "meet": r"hodí (?:sa )?(?:mi|nám)|vyhovuje|zavolajte mi|môžeme (?:si )?(?:zavolať|sa stretnúť)|mám čas|navrhujem",
        "not_now": (
            r"\b(?:ozvite sa|kontaktujte|skúste to|zavolajte|napíšte)\b[^.!?]{0,40}?\b(?:neskôr|znova|znovu|o|po|v|od|na začiatku|koncom|začiatkom|budúci\w*)\b",
            r"\b(?:teraz nie|momentálne nie|zatiaľ nie)\b|\bnie je (?:to )?(?:vhodná|dobrá|správna) (?:doba|chvíľa)\b",
        ),
        "wrong_person": (
            r"\bnie som (?:tá |ten )?(?:správna osoba|správny kontakt|kompetentn\w+|zodpovedn\w+)\b|\bnesprávna osoba\b|\bsprávna osoba(?: \S+){0,4}? je\b",
            r"\b(?:kontaktujte|obráťte sa na|napíšte)(?: prosím)? (?:môjho kolegu|moju kolegyňu|kolegu|kolegyňu|pána|pani)\b|\b(?:môj kolega|moja kolegyňa)\b[^.!?]{0,60}\b(?:na starosti|zodpoved\w+|rieši|pomôže)\b",
        ),
        "not_interested": (
            r"\b(?:nemám|nemáme) (?:o to |o (?:\S+ ){1,3}?)?(?:záujem|potrebu)\b|\bnezaujíma (?:ma|nás)\b|^\W*nie,? (?:ďakujem|ďakujeme)\W*$",
        ),
        "now": r"teraz|momentálne|zatiaľ|aktuálne|tento rok|ešte",
    },
    "hu": {
        "interested": (
            r"(?<!nem )\b(?:érdekel|érdekelne|érdeklődünk|érdeklődnék)\b(?! (?:bennünket )?nem)(?=[^?]{0,40}$|[,.!])|\b(?:érdekesen|jól) hangzik\b|\b(?:kérem|kérjük),? (?:küldjön|küldjenek) (?:több|további|ajánlatot|árlistát|bővebb|egy ajánlatot)\b|\bmennyibe kerül\b",
        ),
        "meet": r"megfelel|jó nekem|jó lenne|hívjon|tudunk beszélni|ráérek",
        "not_now": (
            r"\b(?:keressen|keressenek|térjünk vissza|jelentkezzen|írjon|hívjon)\b[^.!?]{0,40}?\b(?:később|újra|ismét|múlva|után|\w+ban|\w+ben|jövő)\b",
            r"\b(?:most nem|jelenleg nem|egyelőre nem)\b(?! (?:érdek|kér))|\bnem (?:alkalmas|jó) (?:most )?az időpont\b",
        ),
        "wrong_person": (
            r"\bnem én vagyok (?:az? )?(?:illetékes|megfelelő|felelős)\b|\bnem vagyok (?:az? )?(?:illetékes|megfelelő személy|felelős)\b|\brossz (?:személy|embert)\b|\b(?:forduljon|keresse)(?: kérem)? (?:a )?kollég\w+\b|\ba kollégám\b[^.!?]{0,60}\b(?:illetékes|foglalkozik|felelős|segít)\b",
        ),
        "not_interested": (
            r"\bnem (?:érdekel|érdekli|érdekelne)\b|\bnincs (?:rá )?(?:szükségünk|szükségem|igényünk)\b|^\W*(?:(?:tisztelt|kedves|üdv\w*)\b[^,.!]{0,30}[,.!] )?(?:köszönöm|köszönjük),? nem(?: kérem| kérjük| érdekel)?\W*$|^\W*nem,? (?:köszönöm|köszönjük)\W*$",
        ),
        "now": r"most|jelenleg|egyelőre|pillanatnyilag|idén|még",
    },
    "ro": {
        "interested": (
            r"(?<!nu )\b(?:sunt|suntem) (?:foarte )?interesa(?:t|tă|ți|te)\b|(?:^|[.,;] |\bda,? )(?:mă|ne) interesează\b|\bsună (?:foarte )?(?:bine|interesant)\b",
            r"\b(?:puteți|ați putea|vă rog să|te rog să) (?:să )?(?:îmi |ne )?(?:trimite|trimiteți|trimiți)(?: \w+)? (?:mai multe|o ofertă|prețurile|detalii|informații)\b|\bcât costă\b",
        ),
        "meet": r"îmi convine|ne convine|mi se potrivește|sunați-mă|putem (?:vorbi|discuta)|sunt (?:liber|disponibil)",
        "not_now": (
            r"\b(?:reveniți|contactați-mă|contactați-ne|sunați-mă|scrieți-mi|revenim|discutăm)\b[^.!?]{0,40}?\b(?:mai târziu|din nou|peste|după|în|la (?:începutul|sfârșitul)|anul viitor|luna viitoare)\b",
            r"\b(?:nu acum|momentan nu|deocamdată nu|în acest moment nu)\b(?! (?:sunt|suntem) interes)|\bnu este (?:un )?moment(?:ul)? (?:bun|potrivit)\b",
        ),
        "wrong_person": (
            r"\bnu (?:mai )?sunt (?:eu )?(?:persoana (?:potrivită|responsabilă|de contact)|responsabil\w*)\b|\bpersoana greșită\b|\bpersoana (?:potrivită|responsabilă)(?: \S+){0,4}? este\b|\b(?:contactați|vorbiți cu|adresați-vă|scrieți)(?: vă rog)? (?:pe )?(?:colegul meu|colega mea|colegului meu|colegei mele)\b|\b(?:colegul meu|colega mea)\b[^.!?]{0,60}\b(?:se ocupă|responsabil\w*|vă poate ajuta)\b",
        ),
        "not_interested": (
            r"\bnu (?:sunt|suntem) interesa(?:t|tă|ți|te)\b|\bnu (?:mă|ne) interesează\b|\bnu avem nevoie\b|^\W*(?:(?:bună ziua|bună|stimat\w+)\b[^,.!]{0,30}[,.!] )?nu,? (?:mulțumesc|mulțumim)\W*$",
        ),
        "now": r"acum|momentan|deocamdată|în acest moment|în prezent|anul acesta|încă",
    },
    "hr": {
        "interested": (
            r"(?<!nisam )(?<!nismo )\b(?:zainteresiran[ai]? (?:sam|smo)|(?:jako |vrlo )zainteresiran[ai]?|zanima (?:me|nas))\b|\bzvuči (?:jako |vrlo )?(?:zanimljivo|dobro)\b|\bpošaljite (?:mi|nam) (?:više|ponudu|cjenik|informacije)\b|\bkoliko (?:to )?košta\b",
        ),
        "meet": r"odgovara (?:mi|nam)|nazovite me|možemo (?:razgovarati|se čuti)|slobodan sam",
        "not_now": (
            r"\b(?:javite se|kontaktirajte|nazovite|čujmo se)\b[^.!?]{0,40}?\b(?:kasnije|ponovno|ponovo|za|nakon|u|početkom|krajem|sljedeć\w+)\b|\b(?:ne sada|trenutno ne|sada ne|za sada ne)\b|\bnije (?:dobar|pravi) trenutak\b",
        ),
        "wrong_person": (
            r"\bnisam (?:ja )?(?:prava osoba|odgovorn\w+|nadležn\w+)\b|\bkriva osoba\b|\bprava osoba(?: \S+){0,4}? je\b|\b(?:kontaktirajte|obratite se|javite se)(?: molim)? (?:mojem?u? kolegi|mog kolegu|mojoj kolegici|moju kolegicu|kolegi|kolegici)\b",
        ),
        "not_interested": (
            r"\b(?:nisam|nismo) zainteresiran[ai]?\b|\bne zanima (?:me|nas)\b|\b(?:nemam|nemamo) (?:interesa|potrebe)\b|^\W*ne,? hvala\W*$",
        ),
        "now": r"sada|trenutno|za sada|ove godine|još",
    },
    "sr": {
        "interested": (
            r"(?<!nisam )(?<!nismo )\b(?:zainteresovan[ai]? (?:sam|smo)|zanima (?:me|nas)|interesuje (?:me|nas))\b|\bzvuči (?:veoma |vrlo )?(?:zanimljivo|dobro)\b|(?<!нисам )(?<!нисмо )\b(?:заинтересован[аи]? (?:сам|смо)|занима (?:ме|нас)|интересује (?:ме|нас))\b",
        ),
        "not_now": (
            r"\b(?:javite se|kontaktirajte|јавите се)\b[^.!?]{0,40}?\b(?:kasnije|ponovo|za|posle|nakon|касније|поново|за|после)\b|\b(?:ne sada|trenutno ne|za sada ne|тренутно не|за сада не)\b",
        ),
        "wrong_person": (
            r"\bnisam (?:prava osoba|nadležn\w+|odgovorn\w+)\b|\bнисам (?:права особа|надлеж\w+|одговор\w+)\b|\bpogrešna osoba\b|\bпогрешна особа\b",
        ),
        "not_interested": (
            r"\b(?:nisam|nismo) zainteresovan[ai]?\b|\bne (?:zanima|interesuje) (?:me|nas)\b|\b(?:нисам|нисмо) заинтересован[аи]?\b|\bне (?:занима|интересује) (?:ме|нас)\b|^\W*(?:ne,? hvala|не,? хвала)\W*$",
        ),
        "now": r"sada|trenutno|za sada|тренутно|сада|за сада|još|још",
    },
    "sl": {
        "interested": (
            r"(?<!ne )\bzanima (?:me|nas)\b|\bsliši se (?:zelo )?(?:zanimivo|dobro)\b|\bpošljite (?:mi|nam) (?:več|ponudbo|cenik|informacije)\b",
        ),
        "not_now": (
            r"\b(?:oglasite se|kontaktirajte|pokličite)\b[^.!?]{0,40}?\b(?:kasneje|ponovno|čez|po|v|naslednj\w+)\b|\b(?:ne zdaj|trenutno ne|zaenkrat ne)\b",
        ),
        "wrong_person": (
            r"\bnisem (?:prava oseba|odgovorn\w+|pristojn\w+)\b|\bnapačna oseba\b|\b(?:obrnite se na|kontaktirajte) (?:mojega kolega|mojo kolegico|sodelavca|sodelavko)\b",
        ),
        "not_interested": (
            r"\bne zanima (?:me|nas)\b|\b(?:nisem|nismo) zainteresiran[ai]?\b|\bnimamo (?:interesa|potrebe)\b|^\W*ne,? hvala\W*$",
        ),
        "now": r"zdaj|trenutno|zaenkrat|letos|še",
    },
    "tr": {
        "interested": (
            r"\bilgileniyor(?:um|uz)\b|\bilgimi(?:zi)? çekti\b|\bilgilenirim\b|\b(?:daha fazla|detaylı) bilgi (?:gönderir|verir|alabilir|rica)\w*|\bfiyat(?:ı|ınız)? (?:nedir|ne kadar)\b|\bteklif (?:gönderir|rica)\w*",
        ),
        "meet": r"uygun(?:dur|um)?|müsait(?:im)?|görüşelim|arayın",
        "not_now": (
            r"\b(?:şu an(?:da)?|şimdilik|bu aralar) (?:değil|uygun değil|düşünmüyor\w*|mümkün değil)\b|\b(?:daha sonra|ileride|gelecek (?:ay|yıl)|seneye)\b[^.!?]{0,30}\b(?:görüşelim|arayın|yazın|iletişime geç\w*|konuşalım|tekrar)\b",
        ),
        "wrong_person": (
            r"\b(?:doğru|yetkili|ilgili) kişi (?:ben )?değil(?:im)?\b|\byanlış kişi\b|\b(?:yetkili|ilgili|doğru) kişi\b[^.!?]{0,40}\b(?:arkadaşım|bey|hanım)\b|\b(?:arkadaşım|iş arkadaşım|meslektaşım)\w*\b[^.!?]{0,60}\b(?:ilgileniyor|sorumlu|iletişime|yardımcı)\b",
        ),
        "not_interested": (
            r"\bilgilenmiyor(?:um|uz)\b|\bihtiyacımız yok\b|\bihtiyacım yok\b|^\W*hayır,? teşekkür\w*(?: ederim| ederiz)?\W*$|^\W*(?:teşekkürler,? )?istemiyor(?:um|uz)\W*$",
        ),
        "now": r"şu an(?:da)?|şimdilik|bu aralar|henüz",
    },
    "ru": {
        "interested": (
            r"(?<!не )\b(?:мне|нам|меня|нас) (?:очень |это )?(?:интересно|интересует|заинтересовало)\b|(?<!не )\b(?:заинтересован[аы]?|заинтересовались)\b|\b(?:звучит|выглядит) (?:очень )?(?:интересно|хорошо)\b",
            r"\b(?:пришлите|вышлите|отправьте|можете (?:прислать|выслать|отправить)|расскажите)(?: пожалуйста| мне| нам)* (?:больше|подробнее|предложение|прайс\w*|кп|информаци\w+|условия|подробности)\b|\bсколько (?:это )?стоит\b|\bс удовольствием (?:пообщ\w+|поговор\w+|встрет\w+|узна\w+)\b",
        ),
        "meet": r"подойд[её]т|подходит|удобно|позвоните|можем (?:созвониться|поговорить|встретиться)|давайте|свободен|свободна",
        "not_now": (
            r"\b(?:напишите|свяжитесь|позвоните|вернитесь|верн[её]мся|обратитесь|напомните)\b[^.!?]{0,40}?\b(?:позже|снова|ещ[её] раз|через|после|в|с|в начале|в конце|следующ\w+)\b",
            r"\b(?:не сейчас|сейчас не|пока не|в данный момент не|в этом году не)\b(?! (?:интерес|заинтерес|нужн))|\bне(?:подходящ\w+| лучший| самый подходящий) (?:момент|время)\b",
        ),
        "wrong_person": (
            r"\bя (?:уже )?не (?:тот|та) (?:человек|кто)\b|\bя (?:этим )?(?:больше |уже )?не (?:занимаюсь|отвечаю за)\b|\bне ко мне\b|\b(?:обратитесь|свяжитесь|напишите)(?: пожалуйста)?(?: по этому вопросу)? (?:к |с )?(?:моему коллеге|моей коллеге|моим коллегой|коллеге|коллегой)\b|\b(?:этим|этим вопросом) (?:теперь |сейчас )?занимается\b|\bмой коллега\b[^.!?]{0,60}\b(?:занимается|отвечает|поможет)\b",
        ),
        "not_interested": (
            r"\b(?:мне|нам|меня|нас) (?:это )?не(?: |)(?:интересно|интересует|нужно|актуально)\b|\bне (?:интересует|интересно|заинтересован[аы]?|актуально)\b(?! ли)|^\W*(?:(?:здравствуйте|добрый день)\b[^,.!]{0,30}[,.!] )?(?:нет,? спасибо|спасибо,? не (?:надо|нужно|интересно))\W*$",
        ),
        "now": r"сейчас|пока|в данный момент|на данный момент|в этом году|ещ[её]",
    },
    "uk": {
        "interested": (
            r"(?<!не )\b(?:мені|нам|мене|нас) (?:дуже |це )?(?:цікаво|цікавить|зацікавило)\b|(?<!не )\bзацікавлен(?:ий|а|і)\b|\bзвучить (?:дуже )?(?:цікаво|добре)\b|\b(?:надішліть|можете надіслати)(?: будь ласка| мені| нам)* (?:більше|пропозицію|прайс\w*|інформаці\w+)\b|\bскільки (?:це )?коштує\b",
        ),
        "meet": r"підходить|підійде|зручно|зателефонуйте|можемо (?:поговорити|зустрітися)",
        "not_now": (
            r"\b(?:напишіть|зв'яжіться|зателефонуйте|поверніться|повернемося)\b[^.!?]{0,40}?\b(?:пізніше|знову|ще раз|через|після|в|у|на початку|наприкінці|наступн\w+)\b|\b(?:не зараз|зараз не|поки не|поки що не)\b(?! (?:цікав|зацікав|потріб))",
        ),
        "wrong_person": (
            r"\bя (?:вже )?не (?:та людина|займаюся|відповідаю)\b|\bне до мене\b|\b(?:зверніться|зв'яжіться|напишіть)(?: будь ласка)? (?:до |з )?(?:мого колеги|моєї колеги|моїм колегою|моєю колегою|колегою)\b|\bцим (?:тепер |зараз )?займається\b",
        ),
        "not_interested": (
            r"\b(?:мені|нам|мене|нас) (?:це )?не (?:цікаво|цікавить|потрібно)\b|\bне (?:цікавить|цікаво|зацікавлен(?:ий|а|і))\b|^\W*(?:ні,? дякую|дякую,? не (?:треба|потрібно|цікаво))\W*$",
        ),
        "now": r"зараз|поки(?: що)?|на даний момент|цього року|ще",
    },
    "bg": {
        "interested": (
            r"(?<!не )\b(?:интересува (?:ме|ни)|заинтересован[аи]? (?:съм|сме))\b|\bзвучи (?:много )?(?:интересно|добре)\b|\b(?:изпратете|бихте ли изпратили)(?: ми| ни| моля)* (?:повече|оферта|информация)\b",
        ),
        "not_now": (
            r"\b(?:не сега|в момента не|засега не)\b(?! (?:ме|ни) интерес)|\b(?:свържете се|обадете се|пишете)\b[^.!?]{0,40}?\b(?:по-късно|отново|след|през|в началото|в края|следващ\w+)\b",
        ),
        "wrong_person": (
            r"\bне съм (?:правилният човек|подходящият човек|отговорн\w+)\b|\bгрешният? човек\b|\b(?:свържете се|обърнете се)(?: моля)? (?:с|към) (?:моя колега|моята колежка|колегата ми|колежката ми)\b",
        ),
        "not_interested": (
            r"\bне (?:ме|ни) интересува\b|\bне (?:съм|сме) заинтересован[аи]?\b|^\W*не,? благодар\w+\W*$",
        ),
        "now": r"сега|в момента|засега|тази година|още",
    },
    "mk": {
        "interested": (
            r"(?<!не )\bме интересира\b|(?<!не )\bне(?:о|\s)интересира многу\b|\bзаинтересиран[аи]? (?:сум|сме)\b",
        ),
        "not_now": (r"\b(?:не сега|моментално не|засега не)\b",),
        "wrong_person": (r"\bне сум (?:вистинската личност|правиот човек|одговор\w+)\b",),
        "not_interested": (
            r"\bне (?:ме|нè|не) интересира\b|\bне (?:сум|сме) заинтересиран[аи]?\b|^\W*не,? благодарам\W*$",
        ),
        "now": r"сега|моментално|засега",
    },
    "el": {
        "interested": (
            r"(?<!δεν )\b(?:με|μας) ενδιαφέρει\b|(?<!δεν )\bενδιαφέρ(?:ομαι|όμαστε)\b|\bακούγεται (?:πολύ )?(?:ενδιαφέρον|καλό)\b|\b(?:στείλτε|μπορείτε να (?:μου|μας) στείλετε)(?: μου| μας)? (?:περισσότερ\w+|προσφορά|πληροφορίες|τιμοκατάλογο)\b|\bπόσο κοστίζει\b",
        ),
        "meet": r"με βολεύει|μας βολεύει|καλέστε με|είμαι διαθέσιμ\w+",
        "not_now": (
            r"\b(?:όχι τώρα|προς το παρόν όχι|αυτή τη στιγμή (?:όχι|δεν))\b(?! (?:με|μας) ενδιαφ)|\b(?:επικοινωνήστε|καλέστε|γράψτε)\b[^.!;]{0,40}?\b(?:αργότερα|ξανά|σε|μετά|τον|την|στις αρχές|στο τέλος)\b",
        ),
        "wrong_person": (
            r"\bδεν είμαι (?:ο κατάλληλος|η κατάλληλη|το κατάλληλο|υπεύθυν\w+|ο αρμόδιος|η αρμόδια|αρμόδι\w+)\b|\bλάθος άτομο\b|\b(?:απευθυνθείτε|επικοινωνήστε|μιλήστε)(?: παρακαλώ)? (?:στον|στη|στην|με τον|με τη|με την) συνάδελφ\w+\b",
        ),
        "not_interested": (r"\bδεν (?:με|μας) ενδιαφέρει\b|\bδεν ενδιαφέρ(?:ομαι|όμαστε)\b|^\W*όχι,? ευχαριστ\w+\W*$",),
        "now": r"τώρα|προς το παρόν|αυτή τη στιγμή|φέτος|ακόμα|ακόμη",
    },
    "et": {
        "interested": (
            r"(?<!ei )\b(?:olen|oleme) (?:väga )?huvitatud\b|\bkõlab (?:väga )?(?:huvitavalt|hästi)\b|\bsaatke (?:palun )?(?:rohkem|pakkumine)\b",
        ),
        "not_now": (r"\b(?:mitte praegu|praegu (?:mitte|ei))\b(?! (?:ole )?huvi)",),
        "wrong_person": (r"\bma ei ole (?:õige inimene|õige isik|vastutav)\b|\bvale (?:inimene|isik)\b",),
        "not_interested": (
            r"\bei ole (?:\w+ )?huvitatud\b|\bei paku huvi\b|\bei huvita\b|^\W*ei,? (?:aitäh|tänan)\W*$",
        ),
        "now": r"praegu|hetkel|veel",
    },
    "lv": {
        "interested": (r"\b(?:esmu|esam) (?:ļoti )?ieinteresēt[si]\b|(?<!ne)\b(?:mani|mūs) interesē\b",),
        "not_now": (r"\b(?:ne tagad|pašlaik nē|šobrīd nē)\b",),
        "wrong_person": (r"\bes neesmu (?:īstā persona|īstais cilvēks|atbildīg\w+)\b|\bnepareizā persona\b",),
        "not_interested": (
            r"\b(?:mani|mūs) neinteresē\b|\bneesmu ieinteresēts\b|\bneesam ieinteresēti\b|\bnav intereses\b|^\W*nē,? paldies\W*$",
        ),
        "now": r"pašlaik|šobrīd|tagad|vēl",
    },
    "lt": {
        "interested": (r"\b(?:domina mane|mus domina|mane domina|domimės|domiuosi)\b",),
        "not_now": (r"\b(?:ne dabar|šiuo metu ne)\b(?! ?(?:domina|domim|domiu))",),
        "wrong_person": (r"\baš nesu (?:tinkamas asmuo|atsaking\w+|tas žmogus)\b|\bne tas (?:asmuo|žmogus)\b",),
        "not_interested": (r"\b(?:nedomina|nesidomime|nesidomiu|nesame suinteresuoti)\b|^\W*ne,? ačiū\W*$",),
        "now": r"šiuo metu|dabar|kol kas|dar",
    },
    "he": {
        "interested": (
            r"(?<!לא )\b(?:אני מעוניין|אני מעוניינת|אנחנו מעוניינים|אשמח לשמוע|אשמח לקבל|נשמח לשמוע|נשמח לקבל)\b|\bנשמע (?:מעניין|טוב)\b",
        ),
        "not_now": (
            r"\b(?:לא כרגע|לא עכשיו)\b(?! מעוניי)|\b(?:צרו קשר|חזרו אלי|פנו אלי)\b[^.!?]{0,30}\b(?:מאוחר יותר|שוב|בעוד|אחרי)\b",
        ),
        "wrong_person": (r"\bאני לא (?:האדם הנכון|האיש הנכון|איש הקשר|אחראי|אחראית)\b|\bאיש הקשר הנכון\b",),
        "not_interested": (r"\b(?:לא מעוניין|לא מעוניינת|לא מעוניינים|לא רלוונטי|אין עניין)\b|^\W*לא,? תודה\W*$",),
        "now": r"כרגע|עכשיו|עדיין",
    },
    "ar": {
        "interested": (
            r"(?<!غير )(?:أنا مهتم|نحن مهتمون|يهمني|يهمنا|أود معرفة المزيد|نود معرفة المزيد)(?! ب?غير)|(?:أرسلوا|أرسل|يرجى إرسال|ارسلوا) (?:لي|لنا|لي المزيد|المزيد|عرض)",
        ),
        "not_now": (r"(?:ليس الآن|ليس حاليا|ليس في الوقت الحالي)",),
        "wrong_person": (r"(?:لست|أنا لست) (?:الشخص المناسب|الشخص المسؤول|المسؤول|المعني)",),
        "not_interested": (r"(?:غير مهتم|غير مهتمين|لست مهتما|لسنا مهتمين|لا يهمني|لا يهمنا)|^\W*لا[،,]? شكرا\W*$",),
        "now": r"الآن|حاليا|في الوقت الحالي",
    },
    "fa": {
        "interested": (r"(?:علاقه‌مند هستم|علاقه مند هستم|علاقه‌مندیم|علاقه مندیم)",),
        "not_now": (r"(?:فعلا نه|الان نه|در حال حاضر نه)",),
        "wrong_person": (r"(?:من (?:فرد|شخص) (?:مناسب|مسئول) نیستم|مسئول این (?:کار|موضوع) نیستم)",),
        "not_interested": (
            r"(?:علاقه‌ای نداریم|علاقه‌ای ندارم|علاقه ای ندارم|علاقه ای نداریم|علاقه‌مند نیستم|علاقه مند نیستم|علاقه‌مند نیستیم|علاقه مند نیستیم)|^\W*(?:نه|خیر)[،,]? (?:ممنون|متشکرم)\W*$",
        ),
        "now": r"فعلا|الان|در حال حاضر",
    },
    "hi": {
        "interested": (r"(?:मुझे|हमें|मेरी|हमारी) (?:इसमें )?(?:रुचि|दिलचस्पी) है|(?:और|अधिक) जानकारी (?:भेजें|भेजिए|दें|दीजिए)",),
        "not_now": (r"अभी नहीं(?! .{0,20}(?:रुचि|दिलचस्पी))",),
        "wrong_person": (r"मैं (?:सही|इसके लिए सही|जिम्मेदार) व्यक्ति नहीं",),
        "not_interested": (r"(?:रुचि|दिलचस्पी) नहीं है|^\W*(?:नहीं|जी नहीं)[,]? (?:धन्यवाद|शुक्रिया)\W*$",),
        "now": r"अभी|फिलहाल|इस समय",
    },
    "th": {
        "interested": (r"(?<!ไม่)(?<!ไม่ได้)สนใจ(?:ครับ|ค่ะ|มาก|อยาก|ขอ)|ขอ(?:รายละเอียด|ข้อมูล|ใบเสนอราคา)เพิ่มเติม",),
        "not_now": (r"(?:ยังไม่|ไม่ใช่)(?:ตอนนี้|ช่วงนี้)|ตอนนี้ยังไม่(?:สะดวก|พร้อม)",),
        "wrong_person": (r"(?:ผม|ดิฉัน|ฉัน)ไม่ใช่(?:คนที่รับผิดชอบ|ผู้รับผิดชอบ|ผู้เกี่ยวข้อง)",),
        "not_interested": (r"ไม่(?:ได้)?สนใจ|ไม่ต้องการ(?:ครับ|ค่ะ)",),
        "now": r"ตอนนี้|ช่วงนี้|ขณะนี้",
    },
    "vi": {
        "interested": (
            r"(?<!không )\b(?:tôi|chúng tôi) (?:rất )?quan tâm\b|\b(?:vui lòng|xin|hãy) gửi (?:cho tôi |cho chúng tôi )?(?:thêm|báo giá|thông tin)\b",
        ),
        "not_now": (r"\b(?:chưa phải lúc này|không phải bây giờ|hiện tại (?:thì )?chưa)\b",),
        "wrong_person": (
            r"\btôi không phải (?:là )?(?:người phụ trách|người chịu trách nhiệm|đúng người)\b|\bnhầm người\b",
        ),
        "not_interested": (r"\bkhông (?:có )?(?:quan tâm|nhu cầu|hứng thú)\b|^\W*không,? cảm ơn\W*$",),
        "now": r"hiện tại|bây giờ|lúc này|chưa",
    },
    "id": {
        "interested": (
            r"(?<!tidak )(?<!kurang )(?<!belum )\b(?:saya|kami) (?:sangat )?tertarik\b|\b(?:tolong|mohon|bisa) (?:kirimkan|kirim) (?:saya |kami )?(?:informasi|penawaran|detail|lebih)\b|\bberapa (?:harganya|biayanya)\b",
        ),
        "not_now": (
            r"\b(?:belum sekarang|tidak sekarang|bukan sekarang|saat ini belum)\b|\bhubungi (?:saya|kami)\b[^.!?]{0,30}\b(?:lagi|nanti|bulan depan|tahun depan|pada|setelah)\b",
        ),
        "wrong_person": (
            r"\b(?:saya )?bukan orang yang (?:tepat|bertanggung jawab)\b|\bsalah orang\b|\bhubungi (?:kolega|rekan) (?:saya|kami)\b",
        ),
        "not_interested": (r"\b(?:tidak|kurang) (?:tertarik|berminat|membutuhkan)\b|^\W*tidak,? terima kasih\W*$",),
        "now": r"saat ini|sekarang|untuk saat ini|belum",
    },
    "ms": {
        "interested": (r"(?<!tidak )(?<!kurang )\b(?:saya|kami) (?:sangat )?berminat\b",),
        "not_now": (r"\b(?:bukan sekarang|belum sekarang)\b",),
        "wrong_person": (r"\bsaya bukan orang yang (?:betul|bertanggungjawab)\b|\bsalah orang\b",),
        "not_interested": (r"\btidak berminat\b|^\W*tidak,? terima kasih\W*$",),
        "now": r"sekarang|buat masa ini|belum",
    },
    "ja": {
        "interested": (
            r"(?:興味が(?:あります|ございます)|関心が(?:あります|ございます)|詳しく(?:教えて|お聞かせ|知りたい|お伺い)|(?:資料|見積(?:もり)?|詳細)を(?:送って|お送り|いただ|ください))",
        ),
        "meet": r"いかが|空いて|都合(?:が)?(?:良|よ|い)|可能です|お電話",
        "not_now": (
            r"(?:今は|現時点では|現在は|今のところ)(?:結構|検討して(?:い)?(?:ません|おりません)|必要(?:ありません|ございません)|難しい)|(?:後日|改めて|また|以降に)(?:ご)?(?:連絡|ご連絡)(?:ください|いただ|をお願い)",
        ),
        "wrong_person": (
            r"(?:私は|わたくしは|当方は)?(?:担当(?:では|じゃ)(?:ありません|ございません|ない)|担当者では(?:ありません|ございません))|担当(?:者)?は.{1,20}(?:です|になります|となります)",
        ),
        "not_interested": (
            r"(?:興味は?(?:が|も)?(?:ありません|ございません|ない)|関心は?(?:が|も)?(?:ありません|ございません)|(?:お断り|遠慮)(?:します|いたします|させて)|見送(?:ります|らせて))|^\W*(?:結構です|不要です|いいえ、?結構です)\W*$",
        ),
        "now": r"今は|現時点|現在|今のところ|今回",
    },
    "zh": {
        "interested": (
            r"(?<!不)(?<!没)(?<!不太)(?:我|我们|我們)(?:很|非常|比较|對此|对此|挺)?(?:感兴趣|感興趣|有兴趣|有興趣)|请(?:发|發|给|給)(?:送|我|我们|我們)*(?:更多|报价|報價|资料|資料|详细|詳細)|請(?:发|發|给|給)(?:送|我|我们|我們)*(?:更多|报价|報價|资料|資料|详细|詳細)|(?:多少钱|多少錢|价格是多少|價格是多少)",
        ),
        "meet": r"可以吗|可以嗎|方便|有空|怎么样|怎麼樣",
        "not_now": (
            r"(?:现在|現在|目前|暂时|暫時|最近)(?:还|還)?(?:不(?:是时候|方便|考虑|考慮|需要)|没有(?:计划|预算|时间)|沒有(?:計劃|預算|時間))|(?:以后|以後|之后|之後|下个月|下個月|明年|过段时间|過段時間)再(?:联系|聯繫|联络|聯絡|谈|談|说|說)",
        ),
        "wrong_person": (
            r"我(?:不是|并非|並非)(?:负责人|負責人|合适的人|合適的人|相关(?:负责)?人|相關(?:負責)?人)|(?:不是|不由)我负责|不是我負責|(?:负责人|負責人)是|请联系(?:我的)?同事|請聯繫(?:我的)?同事|找错人|找錯人",
        ),
        "not_interested": (
            r"(?:不感兴趣|不感興趣|没有?兴趣|沒有?興趣|不需要)|^\W*不用了?[，,]?(?:谢谢|謝謝)?\W*$|^\W*不[，,]?(?:谢谢|謝謝)\W*$",
        ),
        "now": r"现在|現在|目前|暂时|暫時|最近",
    },
    "ko": {
        "interested": (
            r"관심(?:이)? ?(?:있습니다|있어요|있네요)|(?:자세한|더 많은|추가) ?(?:내용|정보|자료)(?:을|를)? ?(?:보내|알려|부탁)|견적(?:을|서를|서)? ?(?:보내|부탁|요청)",
        ),
        "meet": r"괜찮|가능|어떠|좋습니다|전화",
        "not_now": (
            r"(?:지금은|현재는|당분간) ?(?:어렵|아니|계획이 없|힘들)|(?:나중에|추후|다음에|이후에) ?(?:다시 ?)?(?:연락|논의|말씀)",
        ),
        "wrong_person": (
            r"(?:제가|저는) ?담당(?:자)?(?:가)? ?아닙니다|담당자(?:는|가) .{1,20}(?:입니다|이십니다)|담당자에게 ?(?:연락|문의)",
        ),
        "not_interested": (
            r"관심(?:이)? ?(?:없습니다|없어요)|필요(?:하지)? ?(?:없습니다|않습니다)|^\W*(?:괜찮습니다|아니요),? ?(?:감사합니다|괜찮습니다)?\W*$",
        ),
        "now": r"지금|현재|당분간|아직",
    },
}
