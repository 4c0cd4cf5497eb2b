# License LGPL-3.0 or later: see LICENSE.
"""What a mail says whose address, or whose owner, is gone for good, by language.

Regular expressions, folded before use (see ``phrases.fold_pattern``).
"""

# The mailbox or its owner is gone for good.
ADDRESS_GONE = {
    "en": (
        r"\b(?:has|have|had) (?:now |recently |since )?(?:left|departed|retired|moved on)\b(?! (?:the|my|our) (?:office|house|building|room|meeting|car|train|airport|hotel|call|chat)\b)(?: from)?(?: \w+){0,4}",
        r"\b(?:left|departed) (?!(?:the|my|our|a) (?:office|house|building|room|meeting|car|message|note|voicemail))(?:[\w&'-]+ ){1,4}(?:on|at the end|as of|effective|in (?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
        r"\b(?:no longer|not any ?more|not any longer) (?:\w+ )?(?:works?|working|employed|with|part of|a member|at|an employee|associated|in (?:this|the) role)\b",
        r"\b(?:does|do|is|are) not (?:work|employed|with|working)\b[^.]{0,40}(?:any ?more|any longer|anymore)|\b(?:doesn't|isn't) (?:work|working) (?:here|for|at)\b[^.]{0,40}(?:any ?more|any longer)",
        r"\b(?:this|my|the|that|his|her|old|current)?(?: \w+){0,2} ?(?:e-?mail (?:address|account)|mailbox|address|inbox|account|e-?mail)(?: \S+@\S+)? (?:is|will be|has been|was|are) (?:\w+ ){0,3}?(?:no longer (?:\w+ ){0,3}?(?:in use|used|active|valid|monitored|available|checked|read|accessible|supported|current|operational)|discontinued|deactivated|closed|retired|decommissioned|disused|not (?:in use|used|monitored|active|valid) any ?more|changed to|replaced by|obsolete)",
        r"\bno longer (?:us(?:e|es|ing)|check(?:s|ing)?|monitor(?:s|ing)?|read(?:s|ing)?) this (?:\w+ )?(?:e-?mail|address|mailbox|account|inbox)",
        r"\b(?:my|our|new) (?:new )?(?:e-?mail )?(?:address|e-?mail) (?:is now|has changed|is|has been changed)\b",
        r"\b(?:i have|we have|i've|we've) (?:changed|a new) (?:my |our )?e-?mail",
        r"\b(?:please )?(?:update|change) (?:your|the) (?:address book|records|contact)",
        r"\bmy last (?:working )?day (?:was|with|at)\b",
        r"\b(?:i have|i've) (?:now |recently )?(?:left|retired from|retired|moved on from|changed (?:jobs|roles|companies))\b(?! (?:the|my|our) (?:office|house|building)\b)",
    ),
    "de": (
        r"\bnicht mehr (?:\w+ ){0,5}?(?:im unternehmen|bei (?:uns|der|dem)|für (?:uns|das|die)|tätig|beschäftigt|in unserem (?:haus|unternehmen)|teil|erreichbar unter|zuständig bei)",
        r"\b(?:hat|habe) (?:\w+ ){0,6}?(?:unternehmen|firma|unser haus|gesellschaft)(?: [\w.]+){0,4}? verlassen|\b(?:aus dem unternehmen|aus unserem (?:hause?|unternehmen)) ausgeschieden|\bin den ruhestand|\bausgeschieden\b|\bim (?:wohlverdienten )?ruhestand",
        r"\b(?:adresse|e-?mail|postfach|mailadresse|e-?mail-adresse|mailbox|konto|emailadresse)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:nicht mehr|stillgelegt|deaktiviert|abgeschaltet|eingestellt|geschlossen|hat sich geändert|geändert)",
        r"\b(?:meine|unsere|die) (?:neue|aktuelle)n? (?:e-?mail-?adresse|mailadresse|adresse|e-?mail|emailadresse)\b|\bneue (?:e-?mail-?adresse|mailadresse|adresse|emailadresse)\b",
    ),
    "fr": (
        r"\bne (?:fait|font|fais|travaille|travaillent) plus (?:partie|chez|au sein|dans|pour)|\ba(?:i)? (?:définitivement )?quitté (?:l'entreprise|la société|ses fonctions|notre|mes fonctions|le groupe|l'organisation)|\bn'(?:est|exerce|appartient) plus (?:\w+ ){0,3}?(?:chez|dans|au sein|parmi|à notre|salarié|employé)|\b(?:est|suis) (?:parti\w* )?(?:à la|en) retraite|\ba fait valoir ses droits",
        r"\b(?:adresse|boîte|messagerie|compte|mail)(?: \w+| \S+@\S+){0,3}? (?:n'est|n'a|n'existe|ne sera|est) (?:\w+ )?(?:plus|désactivée|fermée|supprimée|désormais)|\b(?:ma|notre|mon) (?:nouvelle|nouveau) (?:adresse|mail|e-?mail|courriel)|\bnouvelle adresse\b|\bchangé d'adresse|\bmon adresse (?:e-?mail |mail )?(?:a changé|change)",
    ),
    "es": (
        r"\bya no (?:trabaja|trabajo|forma parte|formo parte|pertenece|está|labora|colabora|presta)|\bha (?:dejado|abandonado) (?:la empresa|de trabajar|la compañía|nuestra|de formar)|\bse ha jubilado|\bhe dejado (?:la empresa|de trabajar)",
        r"\b(?:dirección|correo|cuenta|buzón|email|e-mail)(?: \w+| \S+@\S+){0,3}? (?:ya no (?:está|es|existe|se|funciona|será)|ha sido (?:desactivad|dad|cambiad)|ha cambiado|dejará|quedó|está (?:desactivad|fuera de uso))|\b(?:mi|nuestra|nuestro|la) (?:nueva|nuevo) (?:dirección|correo|email|e-mail|cuenta)\b|\bnueva dirección",
    ),
    "it": (
        r"\bnon (?:lavora|lavoro|fa|faccio|è|opera|collabora) più (?:\w+ ){0,3}?(?:per|presso|con|parte|in|alle|qui|dipendente|nella|della)|\bha lasciato (?:l'azienda|la società|il|il suo incarico)|\bho lasciato (?:l'azienda|la società)|\bin pensione\b",
        r"\b(?:indirizzo|casella|e-?mail|mail|account)(?: \w+| \S+@\S+){0,4}? (?:non è più|non sarà più|è stat[oa] (?:disattivat|dismess|chius|sostituit)|è dismess|è cambiat|non più)|\b(?:il mio |il nostro |la mia )?nuov[oa] (?:indirizzo|e-?mail|mail|casella)\b",
    ),
    "pt": (
        r"\bjá não (?:trabalha|trabalho|faz parte|faço parte|colabora|pertence|exerce|integra)|\bnão (?:trabalha|faz|integra|pertence|trabalho|faço) mais (?:na|no|parte|nesta|conosco|em|à|ao|o)?|\b(?:deixou|saiu d|desligou-se d)\w* (?:a |da |de )?(?:empresa|companhia|trabalhar|nossa)|\breformou-se|\baposentou",
        r"\b(?:endereço|e-?mail|caixa|conta|correio)(?: \w+| \S+@\S+){0,3}? (?:já não|não está mais|não é mais|foi (?:desativad|desactivad|encerrad|alterad|descontinuad)|deixou de|mudou|será desativad)|\b(?:meu |o meu |nosso )?novo (?:endereço|e-?mail|contacto|contato)\b",
    ),
    "nl": (
        r"\b(?:niet (?:meer|langer)|niet meer) (?:\w+ ){0,3}?(?:werkzaam|in dienst|actief|bij ons|verbonden|werkt|bij)|\bwerkt niet (?:meer|langer)|\bheeft (?:\w+ ){0,5}?(?:organisatie|bedrijf|onderneming|ons|dienst) verlaten|\buit dienst\b|\bmet pensioen\b",
        r"\b(?:e-?mailadres|mailadres|adres|mailbox|postvak|e-?mail)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:niet (?:meer|langer)|vervallen|opgeheven|gewijzigd|buiten gebruik|gesloten)|\b(?:mijn|ons|het) nieuwe (?:e-?mail-?adres|mailadres|adres|e-?mail)\b|\bnieuw(?:e)? (?:e-?mailadres|mailadres)\b",
    ),
    "pl": (
        r"\b(?:już )?nie (?:pracuje|pracuję|jest|współpracuje|jest zatrudnion\w+)(?: \w+){0,2}? (?:w (?:firmie|naszej|spółce|firmy)|u nas|już|pracownikiem|z nami|zatrudnion)|\b(?:odszedł|odeszła|odszedłem|odeszłam) z (?:firmy|pracy|naszej)|\bna emeryturze",
        r"\b(?:adres|skrzynka|konto|poczt\w+|e-?mail)(?: \w+| \S+@\S+){0,3}? (?:nie jest już|nie jest (?:już )?używan|jest nieaktywn|został\w* (?:zamknięt|wyłączon|zmienion|dezaktywowan)|nieaktywn|uległ|jest już nie|przestał)|\b(?:mój |nasz )?nowy (?:adres|e-?mail|mail)\b",
    ),
    "sv": (
        r"\b(?:har slutat|slutat|arbetar inte (?:längre|kvar)|jobbar inte (?:längre|kvar)|inte (?:längre )?(?:anställd|kvar)|arbetar ej|gått i pension|har gått i pension|lämnat (?:företaget|bolaget|sin tjänst|min tjänst))\b",
        r"\b(?:adress(?:en)?|e-?post(?:adress(?:en)?|lådan?)?|mailadress(?:en)?|mejladress(?:en)?|brevlådan?|konto(?:t)?)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:inte längre|ej längre|upphört|stängts?|avslutats|används inte|ändrats)|\bny(?:a)? (?:e-?post|mail|mejl|e-?mail)(?:-?adress)?\b|\bnya adress",
    ),
    "da": (
        r"\b(?:er (?:fratrådt|stoppet|gået på pension)|arbejder ikke (?:længere|mere)|ikke længere (?:ansat|en del)|ikke ansat|har forladt (?:virksomheden|firmaet))\b",
        r"\b(?:adresse(?:n)?|mail(?:adresse(?:n)?|boks)?|e-?mail(?:adresse(?:n)?)?|postkasse)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:ikke længere|nedlagt|lukket|ikke mere|ændret)|\b(?:min |vores )?nye (?:mail|e-?mail|mailadresse|adresse|e-?mailadresse)\b",
    ),
    "no": (
        r"\b(?:har sluttet|sluttet|arbeider ikke (?:lenger)|jobber ikke (?:lenger)|ikke lenger (?:ansatt|en del)|gått av med pensjon|har forlatt (?:selskapet|firmaet))\b",
        r"\b(?:adresse(?:n)?|e-?post(?:adresse(?:n)?|kasse(?:n)?)?|mailadresse(?:n)?|postkasse(?:n)?)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:ikke lenger|avviklet|stengt|nedlagt|endret)|\b(?:min |vår )?nye? (?:e-?post|mail|e-?postadresse|adresse)\b",
    ),
    "fi": (
        r"\bei (?:ole enää|työskentele enää|enää työskentele)|\ben (?:ole enää|työskentele enää|enää työskentele)|\b(?:siirtynyt|jäänyt) (?:pois|eläkkeelle|toisen|muihin)",
        r"\b(?:sähköpostiosoite|osoite|sähköposti|postilaatikko)(?: \S+@\S+)? (?:ei ole enää|on (?:poistettu|poistunut|suljettu|muuttunut)|ei enää)|\buusi (?:sähköpostiosoite|osoite|sähköposti)",
    ),
    "cs": (
        r"\b(?:již|už) (?:\w+ ){0,4}?(?:nepracuje|nepracuji|není (?:zaměstnan|v )|nepůsobí|není)|\bv (?:naší )?(?:společnosti|firmě) (?:již|už) (?:nepracuj|nepůsob)\w+|\bukončil\w* (?:pracovní poměr|spolupráci|působení)|\bopustil\w* (?:společnost|firmu)",
        r"\b(?:adresa|schránka|e-?mail|účet)(?: \w+| \S+@\S+){0,3}? (?:již|už|byla? (?:zrušen|deaktivov|změn|uzavřen)|není (?:již |už )?(?:aktivní|používán|platn)|je neaktivní|se změnila)|\b(?:moje |naše |můj )?nov(?:á|ou|ý) (?:e-?mailov\w+ )?(?:adres|e-?mail)\w*",
    ),
    "sk": (
        r"\b(?:už) (?:\w+ ){0,4}?(?:nepracuje|nepracujem|nie je|nepôsobí)|\bukončil\w* pracovný pomer|\bopustil\w* (?:spoločnosť|firmu)",
        r"\b(?:adresa|schránka|e-?mail)(?: \w+| \S+@\S+){0,3}? (?:už nie|bola? (?:zrušen|deaktivov|zmen)|sa zmenila|nie je (?:už )?(?:aktívn|používan|platn))|\bnov(?:á|ú|ý) (?:e-?mailov\w+ )?(?:adres|e-?mail)\w*",
    ),
    "hu": (
        r"\b(?:már )?nem (?:dolgozik|dolgozom|munkatársunk|áll alkalmazásban)|\btávozott (?:a )?(?:cégtől|cégünktől|vállalattól)|\bnyugdíjba",
        r"\b(?:e-?mail )?(?:cím|postafiók|fiók)(?:em|ünk)?(?: \S+@\S+)? (?:\w+ ){0,2}?(?:megszűnt|már nem|megváltozott|nem használ)|\búj (?:e-?mail )?cím",
    ),
    "tr": (
        r"\b(?:artık|şirketimizden|firmamızdan|kurumumuzdan) (?:\w+ ){0,4}?(?:çalışm\w+|ayrıl\w+|görev yapm\w+)|\bayrılmıştır|\bemekli ol",
        r"\b(?:e-?posta|mail|adres)\w*(?: \w+| \S+@\S+){0,4}? (?:kullanılmamaktadır|kapatıl\w+|geçerli değil|değişmiştir|aktif değil|kullanımda değil)|\byeni (?:e-?posta|mail|adres)\w*",
    ),
    "ro": (
        r"\bnu mai (?:lucrează|lucrez|face|fac|este|sunt|activează)(?: \w+){0,3}? (?:la|în|parte|cu|pentru|angajat)|\ba (?:părăsit|plecat din) (?:compania|firma|companie|firmă)",
        r"\b(?:adresa|căsuța|contul|e-?mail)\w*(?: \w+| \S+@\S+){0,3}? (?:nu mai|a fost (?:dezactivat|închis|schimbat|înlocuit)|s-a schimbat)|\bnoua (?:mea |noastră )?adresă",
    ),
    "ru": (
        r"\b(?:больше|уже) не (?:работает|работаю|является|трудится|сотрудничает)|\b(?:уволился|уволилась|покинул\w*|уш[её]л|ушла) (?:из|компанию|с)|\bна пенсии|\bне работает (?:больше )?(?:в|у) (?:нас|наш|компани)",
        r"\b(?:адрес|ящик|почт\w+|e-?mail|аккаунт)(?: \w+| \S+@\S+){0,3}? (?:больше|уже|более) не (?:использ|действ|актив|обслуж|провер|работ|существ)\w+|\b(?:адрес|ящик|почта|почтовый ящик)(?: \w+| \S+@\S+){0,3}? (?:изменил\w*|закрыт\w*|отключ[её]н\w*|сменил\w*|не используется|недействител\w+)|\bнов(?:ый|ому|ом|ого) (?:электронн\w+ )?(?:адрес|e-?mail|ящик|почт)\w*|\bнов(?:ая|ую|ой) (?:электронн\w+ )?почт\w*",
    ),
    "uk": (
        r"\bбільше не (?:працює|працюю|є|співпрацює)|\b(?:звільни(?:вся|лася)|залиши(?:в|ла) компанію)",
        r"\b(?:адреса|скринька|пошта)(?: \w+| \S+@\S+){0,3}? (?:більше не|вже не|змін|закрит|не використову)\w*|\bнов(?:а|у|ою) (?:електронн\w+ )?(?:адрес|пошт)\w*",
    ),
    "ja": (
        r"退職(?:いた|し|致)|退社(?:いた|し|致)|(?:異動|転職|転勤)(?:いた|し|致|とな|により)|在籍して(?:おり|い)ません|(?:弊社|当社)を(?:離れ|去)",
        r"(?:アドレス|メール)(?:は|が|を)[^。]{0,30}(?:変更|変わ|使用(?:して|でき|され|停止)|使われ|使って|利用(?:して|でき|停止)|廃止|無効|終了|閉鎖)|新(?:しい)?(?:メール)?アドレス",
    ),
    "zh": (
        r"(?:已|已经|已經|不再)(?:从[^。]{0,12}|在[^。]{0,12}|於[^。]{0,12})?(?:离职|離職|离开(?:公司|本公司|我司)|離開(?:公司|本公司)|退休|任职|任職|在职|辞职)|(?:不再|已不)(?:在|于|於)[^。]{0,12}(?:工作|任职|任職|就职|公司)|调离|調離",
        r"(?:邮箱|郵箱|邮件地址|信箱|电子邮件|電子郵件|地址|郵件地址)[^。]{0,16}(?:已停用|不再使用|停止使用|已(?:经)?更换|已变更|已變更|已更改|停用|弃用|已废弃|作废|已失效|更換|更換為)|新(?:的)?(?:邮箱|郵箱|邮件地址|信箱|电子邮箱|郵件地址)",
    ),
    "ko": (
        r"퇴사|퇴직|더\s?이상\s?(?:근무|재직)|(?:이직|전직|부서\s?이동)(?:하|을|으로|했)",
        r"(?:메일|이메일|주소|계정)[^.]{0,16}(?:더\s?이상\s?사용|사용하지|사용되지|변경|폐쇄|중지|바뀌)|새(?:로운)?\s?(?:이?메일|주소)",
    ),
}

# A person who says so of themselves may well be a person.
FIRST_PERSON = (
    r"\b(?:i|i'm|i've|my|ich|je|j'ai|ik|jeg|jag|en ole|minä|я|trabajo|formo|he dejado|lavoro|faccio|ho lasciato|trabalho|faço|deixei|saí|pracuję|odeszł\w+m|odszedł\w+m|nepracuji|nepracujem|dolgozom|lucrez|çalışmıyorum|ayrıldım)\b|我|本人|저는|私",
)
