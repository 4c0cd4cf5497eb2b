# License LGPL-3.0 or later: see LICENSE.
"""What a mail says when its address or owner is gone for good, by language.

Regular expressions, folded before use (see ``phrases.fold_pattern``).
"""

# The mailbox or its owner is gone for good.
ADDRESS_GONE = {
    "en": (
        r"\b(?:has|have|had) (?:now |recently |since )?(?:left|departed|retired|moved on)\b(?! (?:the|my|our) (?:office|house|building|room|meeting|car|train|airport|hotel|call|chat)\b)(?: from)?(?: \w+){0,4}",
        r"\b(?:left|departed) (?!(?:the|my|our|a) (?:office|house|building|room|meeting|car|message|note|voicemail))(?:[\w&'-]+ ){1,4}(?:on|at the end|as of|effective|in (?:january|february|march|april|may|june|july|august|september|october|november|december))\b",
        r"\b(?:no longer|not any ?more|not any longer) (?:\w+ )?(?:works?|working|employed|with(?! (?:me|it|this|that)\b)|part of|a member|at|an employee|associated|in (?:this|the) role)\b",
        r"\b(?:does|do|is|are) not (?:work|employed|with|working)\b[^.,;!?]{0,40}(?:any ?more|any longer|anymore)|\b(?:doesn't|isn't) (?:work|working) (?:here|for|at)\b[^.,;!?]{0,40}(?:any ?more|any longer)",
        r"\b(?:this|my|the|that|his|her|old|current)?(?: \w+){0,2} ?(?:e-?mail (?:address|account)|mailbox|address|inbox|account|e-?mail)(?: \S+@\S+)? (?:is|will be|has been|was|are) (?:\w+ ){0,3}?(?:no longer (?:\w+ ){0,3}?(?:in use|used|active|valid|monitored|available|checked|read|accessible|supported|current|operational)|discontinued|deactivated|closed|retired|decommissioned|disused|not (?:in use|used|monitored|active|valid) any ?more|changed to|replaced by|obsolete)",
        r"\bno longer (?:us(?:e|es|ing)|check(?:s|ing)?|monitor(?:s|ing)?|read(?:s|ing)?) this (?:\w+ )?(?:e-?mail|address|mailbox|account|inbox)",
        r"\b(?:my|our|new) (?:new )?(?:e-?mail )?(?:address|e-?mail) (?:is now|has changed|is|has been changed)\b",
        r"\b(?:i have|we have|i've|we've) (?:changed|a new) (?:my |our )?e-?mail",
        r"\b(?:please )?(?:update|change) (?:your|the) (?:address book|records|contact)",
        r"\bmy last (?:working )?day (?:was|with|at)\b",
        r"\b(?:i have|i've) (?:now |recently )?(?:left|retired from|retired|moved on from|changed (?:jobs|roles|companies))\b(?! (?:the|my|our) (?:office|house|building)\b)",
        r"\b(?:employment|(?:my|his|her|their) (?:contract|time|tenure|journey|engagement|assignment))(?: of [\w .'-]{2,40}?| \w+){0,3}? (?:with|at|here|from)?(?: [\w.&'-]+){0,4}? ?(?:has|have|was|is) (?:now )?(?:come to an end|ended|been terminated|terminated|over|concluded|finished)\b",
        r"\b(?:retired|resigned(?=[.,]| (?:from|on|as|in|with effect))|left the (?:company|organi[sz]ation|firm|business|team)|was let go|been laid off|was laid off|been made redundant|passed away)\b|\b(?:my|his|her|the) (?:position|role|job) (?:has been|was|is being) (?:eliminated|terminated|made redundant|discontinued|dissolved)\b|\b(?:changed|switched) (?:jobs|roles|companies|employers?|positions)\b|\bno longer (?:in|holding|hold) (?:this|the|that|my) (?:role|position|post)\b|\bno longer hold(?:ing)? (?:this|the|that|my) office\b|\bpursu(?:e|ing) (?:new|other) opportunit",
        r"\b(?:mailbox|inbox|e-?mail (?:address|account)|account) (?:is|will be|has been|was) (?:\w+ ){0,2}?(?:inactive|disabled|shut down|suspended|switched off|deleted|removed|unmonitored|unattended|not monitored|not being monitored|migrated|abandoned|dormant|phased out|terminated|expired)\b|\b(?:unmonitored|unattended|inactive|disabled) (?:mailbox|inbox|e-?mail|account|address)\b",
        r"\b(?:our|the|my) (?:\w+ )?(?:domain|e-?mail domain|company name)(?: name)? (?:has (?:been )?changed|is changing|changed)\b|\b(?:e-?mail )?address(?:es)? (?:has|have) changed\b|\bmy new (?:\w+ )?(?:e-?mail|address|contact)|\b(?:please )?(?:note|use|save|update to) (?:my|our|the) new (?:e-?mail|address)",
        r'@[\w.-]{3,80}[>)"]? (?:is|was|will be|has been) (?:\w+ ){0,2}?(?:no longer (?:\w+ ){0,2}?(?:in use|used|active|valid|monitored|available|read|checked)|deactivated|closed|discontinued|disabled|retired)\b',
    ),
    "de": (
        r"\bnicht mehr (?:\w+ ){0,5}?(?:im unternehmen|bei (?:uns|der|dem)|für (?:uns|das|die)|tätig|beschäftigt|in unserem (?:haus|unternehmen)|teil|erreichbar unter|zuständig bei)",
        r"\b(?:hat|habe) (?:\w+ ){0,6}?(?:unternehmen|firma|unser haus|gesellschaft)(?: [\w.]+){0,4}? verlassen|\b(?:aus dem unternehmen|aus unserem (?:hause?|unternehmen)) ausgeschieden|\bin den ruhestand|\bausgeschieden\b|\bim (?:wohlverdienten )?ruhestand",
        r"\b(?:adresse|e-?mail|postfach|mailadresse|e-?mail-adresse|mailbox|konto|emailadresse)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:nicht mehr|stillgelegt|deaktiviert|abgeschaltet|eingestellt|geschlossen|hat sich geändert|geändert)",
        r"\b(?:meine|unsere|die) (?:neue|aktuelle)n? (?:e-?mail-?adresse|mailadresse|adresse|e-?mail|emailadresse)\b|\bneue (?:e-?mail-?adresse|mailadresse|adresse|emailadresse)\b",
        r"\b(?:arbeits|anstellungs|dienst|beschäftigungs)(?:verhältnis|vertrag)\b[^.]{0,60}(?:beendet|geendet|endet|aufgelöst)|\barbeite\w* (?:\w+ ){0,4}?nicht (?:mehr|länger)\b|\b(?:arbeitgeber|stelle|job|unternehmen|firma) gewechselt|\b(?:in (?:rente|pension)|pensioniert|pensionierung|gekündigt)\b|\bletzter arbeitstag (?:war|bei)|\bverstorben\b|\bnicht (?:mehr|länger) (?:\w+ ){0,2}?(?:angestellt|erreichbar unter)\b",
        r"\b(?:postfach|mailbox|konto|adresse|e-?mail-?adresse|mailadresse|account)\b[^.,;!?]{0,50}(?:gelöscht|aufgelöst|nicht (?:mehr|länger) (?:gelesen|genutzt|verwendet|abgerufen|aktiv|gültig|betreut|verfügbar|erreichbar)|inaktiv|ungültig|umgestellt)|\b(?:adressen?|e-?mail-adressen?|mailadressen?) (?:haben|hat) sich geändert|\bab sofort (?:erreichen sie (?:mich|uns)|bin ich|lautet|nur noch) |\b(?:domain|firmenname|unternehmensname)\b[^.,;!?]{0,30}(?:geändert|gewechselt|umgestellt)",
        r'@[\w.-]{3,80}[>)"]? (?:ist|wird|wurde) (?:\w+ ){0,3}?(?:nicht (?:mehr|länger)|deaktiviert|gelöscht|abgeschaltet|geschlossen)\b',
    ),
    "fr": (
        r"\bne (?:fait|font|fais|travaille|travaillent) plus (?:partie|chez|au sein|dans|pour)|\ba(?:i)? (?:définitivement )?quitté (?:l'entreprise|la société|ses fonctions|notre|mes fonctions|le groupe|l'organisation)|\bn'(?:est|exerce|appartient) plus (?:\w+ ){0,3}?(?:chez|dans|au sein|parmi|à notre|salarié|employé)|\b(?:est|suis) (?:parti\w* )?(?:à la|en) retraite|\ba fait valoir ses droits",
        r"\b(?:adresse|boîte|messagerie|compte|mail)(?: \w+| \S+@\S+){0,3}? (?:n'est|n'a|n'existe|ne sera|est) (?:\w+ )?(?:plus|désactivée|fermée|supprimée|désormais)|\b(?:ma|notre|mon) (?:nouvelle|nouveau) (?:adresse|mail|e-?mail|courriel)|\bnouvelle adresse\b|\bchangé d'adresse|\bmon adresse (?:e-?mail |mail )?(?:a changé|change)",
        r"\b(?:ai|a) (?:\w+ ){0,2}?(?:quitté|changé (?:de|d') (?:société|entreprise|poste|employeur|adresse)|démissionné|cessé (?:ses|mes) (?:fonctions|activités))|\bretraité|\bn'(?:est|suis) plus (?:en poste|salarié|employé|joignable à cette|là)|\bplus (?:parmi nous|en poste|dans l'entreprise|dans nos effectifs)|\bcontrat\b[^.,;!?]{0,40}(?:terminé|pris fin)|\bfait plus partie",
        r"\b(?:adresse|boîte|messagerie|compte|mail)\b[^.,;!?]{0,40}(?:n'est plus (?:utilisée?|active?|valide|consultée?|relevée?|en service)|plus (?:consultée?|utilisée?|active?)|supprimée?|désactivée?|clôturée?|sera fermée?|inactive?)|\bnouvel(?:le)? (?:adresse|interlocut\w+|contact)",
        r"""@[\w.-]{3,80}[>)"]? (?:n'est plus|n'existe plus|sera (?:fermée|supprimée)|a été (?:fermée|supprimée|désactivée))""",
    ),
    "es": (
        r"\bya no (?:trabaja|trabajo|forma parte|formo parte|pertenece|está\b|labora|colabora|presta)|\bha (?:dejado|abandonado) (?:la empresa|de trabajar|la compañía|nuestra|de formar)|\bse ha jubilado|\bhe dejado (?:la empresa|de trabajar)",
        r"\b(?:dirección|correo|cuenta|buzón|email|e-mail)(?: \w+| \S+@\S+){0,3}? (?:ya no (?:está|es|existe|se|funciona|será)|ha sido (?:desactivad|dad|cambiad)|ha cambiado|dejará|quedó|está (?:desactivad|fuera de uso))|\b(?:mi|nuestra|nuestro|la) (?:nueva|nuevo) (?:dirección|correo|email|e-mail|cuenta)\b|\bnueva dirección",
        r"\b(?:me he|se ha|me) jubilad|\b(?:he|ha) (?:cambiado de (?:empresa|trabajo|puesto)|causado baja|renunciado|terminado su contrato|finalizado (?:mi|su))|\b(?:dejé|dejó) (?:la empresa|de trabajar|la compañía)|\bfinalizó (?:su|mi) (?:relación|contrato)|\bno (?:trabaja|trabajo|labora|pertenece)(?: \w+){0,3} (?:más|ya)\b|\bfuera de la empresa",
        r"\b(?:dirección|correo|cuenta|buzón|email|e-mail|casilla)\b[^.,;!?]{0,40}(?:desactivad|deshabilitad|cerrad|eliminad|ya no (?:está|es|existe|se|funciona|será)|inactiv|fuera de servicio)|\bnueva dirección|\bnuevo correo",
        r'@[\w.-]{3,80}[>)"]? (?:ya no|ha sido (?:desactivad|eliminad|cerrad))',
    ),
    "it": (
        r"\bnon (?:lavora|lavoro|fa|faccio|è|opera|collabora) più (?:\w+ ){0,3}?(?:per|presso|con|parte|in|alle|qui|dipendente|nella|della)|\bha lasciato (?:l'azienda|la società|il|il suo incarico)|\bho lasciato (?:l'azienda|la società)|\bin pensione\b",
        r"\b(?:indirizzo|casella|e-?mail|mail|account)(?: \w+| \S+@\S+){0,4}? (?:non è più|non sarà più|è stat[oa] (?:disattivat|dismess|chius|sostituit)|è dismess|è cambiat|non più)|\b(?:il mio |il nostro |la mia )?nuov[oa] (?:indirizzo|e-?mail|mail|casella)\b",
        r"\bho (?:cambiato (?:azienda|lavoro|società|indirizzo)|terminato)|\bha (?:cambiato (?:azienda|lavoro)|cessato|terminato|rassegnato)|\b(?:andat[oa]|sono) in pensione|\bpensionat|\bnon (?:lavora|lavoro)(?: \w+){0,3} più\b|\brapporto di lavoro\b[^.,;!?]{0,40}(?:cessat|terminat|conclus)|\bdimess[oa]\b",
        r"\b(?:indirizzo|casella|account|mailbox)\b[^.,;!?]{0,40}(?:non (?:è|viene|sarà) più|disattiv|chius|dismess|inattiv)|\bnuov[oa] (?:\w+ )?(?:indirizzo|casella|contatto)",
        r'@[\w.-]{3,80}[>)"]? (?:non è più|è stat[oa] (?:disattivat|chius))',
    ),
    "pt": (
        r"\bjá não (?:trabalha|trabalho|faz parte|faço parte|colabora|pertence|exerce|integra)|\bnão (?:trabalha|faz|integra|pertence|trabalho|faço) mais (?:na|no|parte|nesta|conosco|em|à|ao|o)?|\b(?:deixou|saiu d|desligou-se d)\w* (?:a |da |de )?(?:empresa|companhia|trabalhar|nossa)|\breformou-se|\baposentou",
        r"\b(?:endereço|e-?mail|caixa|conta|correio)(?: \w+| \S+@\S+){0,3}? (?:já não|não está mais|não é mais|foi (?:desativad|desactivad|encerrad|alterad|descontinuad)|deixou de|mudou|será desativad)|\b(?:meu |o meu |nosso )?novo (?:endereço|e-?mail|contacto|contato)\b",
        r"\b(?:reformei-me|aposentei-me|me aposentei|está reformad|aposentad)|\bmudei de (?:empresa|emprego|trabalho)|\b(?:saí|saiu|desliguei|desligou|desligad[oa])(?:-me|-se)? d[ae]|\bnão (?:trabalha|trabalho|integra|pertence|faz parte|faço parte)(?: \w+){0,3} mais\b|\bdeixei (?:a empresa|de trabalhar)|\bdeixou (?:a empresa|de trabalhar|os quadros)",
        r"\b(?:endereço|e-?mail|caixa|conta|correio)\b[^.,;!?]{0,40}(?:desativad|desactivad|encerrad|inativ|inactiv|descontinuad|já não (?:está|é|existe|será|funciona|se)|não (?:é|está|será) mais|deixou de (?:ser|estar|existir|funcionar))|\bnov[oa] (?:endereço|e-?mail|contacto|contato)",
        r'@[\w.-]{3,80}[>)"]? (?:já não|não (?:é|está) mais|foi desativad)',
    ),
    "nl": (
        r"\b(?:niet (?:meer|langer)|niet meer) (?:\w+ ){0,3}?(?:werkzaam|in dienst|actief|bij ons|verbonden|werkt|bij)|\bwerkt niet (?:meer|langer)|\bheeft (?:\w+ ){0,5}?(?:organisatie|bedrijf|onderneming|ons|dienst) verlaten|\buit dienst\b|\bmet pensioen\b",
        r"\b(?:e-?mailadres|mailadres|adres|mailbox|postvak|e-?mail)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:niet (?:meer|langer)|vervallen|opgeheven|gewijzigd|buiten gebruik|gesloten)|\b(?:mijn|ons|het) nieuwe (?:e-?mail-?adres|mailadres|adres|e-?mail)\b|\bnieuw(?:e)? (?:e-?mailadres|mailadres)\b",
        r"\b(?:werk|werkt|werkzaam|in dienst)(?: \w+){0,3}? (?:niet meer|niet langer)\b|\bvan (?:baan|werkgever) veranderd|\bgepensioneerd|\bmet pensioen|\b(?:bedrijf|organisatie|dienst) verlaten|\bdienstverband\b[^.,;!?]{0,30}(?:beëindigd|geëindigd)",
        r"\b(?:mailbox|postvak|e-?mailadres|mailadres|adres|account)\b[^.,;!?]{0,40}(?:niet (?:meer|langer) (?:\w+ )?(?:gelezen|gebruikt|actief|in gebruik|beheerd|gecontroleerd|bekeken)|inactief|verwijderd|opgeheven|vervallen)|\b(?:mijn|ons|het) nieuw\w* (?:e-?mail|mail)?adres",
        r'@[\w.-]{3,80}[>)"]? (?:is|wordt) (?:\w+ )?niet (?:meer|langer)',
    ),
    "pl": (
        r"\b(?:już )?nie (?:pracuje|pracuję|jest|współpracuje|jest zatrudnion\w+)(?: \w+){0,2}? (?:w (?:firmie|naszej|spółce|firmy)|u nas|już|pracownikiem|z nami|zatrudnion)|\b(?:odszedł|odeszła|odszedłem|odeszłam) z (?:firmy|pracy|naszej)|\bna emeryturze",
        r"\b(?:adres|skrzynka|konto|poczt\w+|e-?mail)(?: \w+| \S+@\S+){0,3}? (?:nie jest już|nie jest (?:już )?używan|jest nieaktywn|został\w* (?:zamknięt|wyłączon|zmienion|dezaktywowan)|nieaktywn|uległ|jest już nie|przestał)|\b(?:mój |nasz )?nowy (?:adres|e-?mail|mail)\b",
        r"\b(?:zmieniłem|zmieniłam|zmienił|zmieniła|zmieniliśmy) (?:adres|pracę|miejsce pracy|e-?mail)|\b(?:przeszedłem|przeszłam|przeszedł|przeszła) na emeryturę|\b(?:zakończył|zakończyła|zakończyłem|zakończyłam) (?:pracę|współpracę)|\bnie (?:pracuje|pracuję|jest|jestem)(?: \w+){0,3} (?:już|więcej|zatrudnion\w+|pracownikiem)",
        r"\b(?:adres|skrzynka|konto|poczt\w+)\b[^.,;!?]{0,40}(?:nie jest już|nieaktywn|nie jest (?:obsługiwan|monitorowan|używan)|zamknięt|usunięt|wyłączon)|\bnow(?:y|ego|ym) adres",
    ),
    "sv": (
        r"\b(?:har slutat|slutat|arbetar inte (?:längre|kvar)|jobbar inte (?:längre|kvar)|inte (?:längre )?(?:anställd|kvar)|arbetar ej|gått i pension|har gått i pension|lämnat (?:företaget|bolaget|sin tjänst|min tjänst))\b",
        r"\b(?:adress(?:en)?|e-?post(?:adress(?:en)?|lådan?)?|mailadress(?:en)?|mejladress(?:en)?|brevlådan?|konto(?:t)?)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:inte längre|ej längre|upphört|stängts?|avslutats|används inte|ändrats)|\bny(?:a)? (?:e-?post|mail|mejl|e-?mail)(?:-?adress)?\b|\bnya adress",
        r"\b(?:har slutat|slutade|avslutat (?:min|sin) (?:anställning|tjänst)|bytt (?:jobb|arbetsgivare)|pensionär|arbetar (?:inte|ej) (?:längre |kvar )?(?:på|hos|för)|jobbar (?:inte|ej) (?:längre |kvar )?(?:på|hos|för))\b",
        r"\bden här (?:e-?post|mejl|mail)?adress\w* (?:används|är|bevakas)[^.,;!?]{0,20}(?:inte|ej)|\b(?:min|vår) nya (?:e-?post|mejl|mail)?-?adress\w*",
    ),
    "da": (
        r"\b(?:er (?:fratrådt|stoppet|gået på pension)|arbejder ikke (?:længere|mere)|ikke længere (?:ansat|en del)|ikke ansat|har forladt (?:virksomheden|firmaet))\b",
        r"\b(?:adresse(?:n)?|mail(?:adresse(?:n)?|boks)?|e-?mail(?:adresse(?:n)?)?|postkasse)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:ikke længere|nedlagt|lukket|ikke mere|ændret)|\b(?:min |vores )?nye (?:mail|e-?mail|mailadresse|adresse|e-?mailadresse)\b",
        r"\b(?:er fratrådt|fratrådte|er stoppet|skiftet (?:job|arbejde)|gået på pension|opsagt (?:min|sin) stilling|arbejder (?:ikke|ej) (?:længere|mere))\b|\bikke længere ansat",
        r"\b(?:mailadresse|mail|postkasse|e-?mail|adresse)\b[^.,;!?]{0,30}(?:bruges ikke|ikke længere|nedlagt|lukket|inaktiv|overvåges ikke)",
    ),
    "no": (
        r"\b(?:har sluttet|sluttet|arbeider ikke (?:lenger)|jobber ikke (?:lenger)|ikke lenger (?:ansatt|en del)|gått av med pensjon|har forlatt (?:selskapet|firmaet))\b",
        r"\b(?:adresse(?:n)?|e-?post(?:adresse(?:n)?|kasse(?:n)?)?|mailadresse(?:n)?|postkasse(?:n)?)(?: \S+@\S+)? (?:\w+ ){0,3}?(?:ikke lenger|avviklet|stengt|nedlagt|endret)|\b(?:min |vår )?nye? (?:e-?post|mail|e-?postadresse|adresse)\b",
        r"\b(?:har sluttet|sluttet i|byttet (?:jobb|arbeidsgiver)|gått av med pensjon|pensjonert|jobber ikke (?:lenger|mer)|arbeider ikke (?:lenger|mer))\b|\bikke lenger ansatt",
        r"\b(?:e-?postadresse\w*|adresse\w*|postkasse\w*|e-?post\w*)\b[^.,;!?]{0,30}(?:brukes ikke|ikke lenger|avviklet|stengt|inaktiv|overvåkes ikke)|\b(?:min|vår) nye (?:e-?post|mail)",
    ),
    "fi": (
        r"\bei (?:ole enää|työskentele enää|enää työskentele)|\ben (?:ole enää|työskentele enää|enää työskentele)|\b(?:siirtynyt|jäänyt) (?:pois|eläkkeelle|toisen|muihin)",
        r"\b(?:sähköpostiosoite|osoite|sähköposti|postilaatikko)(?: \S+@\S+)? (?:ei ole enää|on (?:poistettu|poistunut|suljettu|muuttunut)|ei enää)|\buusi (?:sähköpostiosoite|osoite|sähköposti)",
        r"\b(?:en|ei) (?:ole |työskentele |ole enää )?(?:enää )?(?:töissä|palveluksessa|työskentele|palveluksessamme|työsuhteessa)\b|\b(?:jäänyt|jäin|siirtynyt|siirryin) (?:eläkkeelle|toiselle|toiseen|muihin|uusiin)|\btyösuhteeni\b[^.,;!?]{0,30}päätt|\bvaihtanut työpaikkaa",
        r"\b(?:sähköposti\w*|osoite|osoitetta|postilaatikko\w*)\b[^.,;!?]{0,30}(?:ei ole enää|ei enää|ei käytetä|suljettu|poistettu|muuttunut|ei seurata)|\buusi (?:sähköposti)?osoit",
    ),
    "cs": (
        r"\b(?:již|už) (?:\w+ ){0,4}?(?:nepracuje|nepracuji|není (?:zaměstnan|v |ve |u nás|naš|součást|členem|pracovn)|nepůsobí)|\bv (?:naší )?(?:společnosti|firmě) (?:již|už) (?:nepracuj|nepůsob)\w+|\bukončil\w* (?:pracovní poměr|spolupráci|působení)|\bopustil\w* (?:společnost|firmu)",
        r"\b(?:adresa|schránka|e-?mail|účet)(?: \w+| \S+@\S+){0,3}? (?:již|už|byla? (?:zrušen|deaktivov|změn|uzavřen)|není (?:již |už )?(?:aktivní|používán|platn)|je neaktivní|se změnila)|\b(?:moje |naše |můj )?nov(?:á|ou|ý) (?:e-?mailov\w+ )?(?:adres|e-?mail)\w*",
        r"\b(?:již|už)(?: \w+){0,3} ne(?:pracuj|působ|jsem zaměstnan|ní zaměstnan)\w*|\b(?:odešel|odešla|odchází) (?:z|ze|do důchodu)|\bdo důchodu\b|\bv důchodu\b|\bzměnil\w* (?:zaměstnání|práci|adresu)",
        r"\b(?:adresa|schránka|účet)\b[^.,;!?]{0,40}(?:zrušen|neaktivn|nepoužív|deaktiv|uzavřen|není (?:již |už )?(?:aktivn|používán|platn|v provozu|funkčn|dostupn|monitorov))|\bnov(?:á|ou|ý|é) (?:e-?mail\w* )?adres",
    ),
    "sk": (
        r"\b(?:už) (?:\w+ ){0,4}?(?:nepracuje|nepracujem|nie je (?:zamestnan|v |vo |u nás|naš|súčasť|členom)|nepôsobí)|\bukončil\w* pracovný pomer|\bopustil\w* (?:spoločnosť|firmu)",
        r"\b(?:adresa|schránka|e-?mail)(?: \w+| \S+@\S+){0,3}? (?:už nie|bola? (?:zrušen|deaktivov|zmen)|sa zmenila|nie je (?:už )?(?:aktívn|používan|platn))|\bnov(?:á|ú|ý) (?:e-?mailov\w+ )?(?:adres|e-?mail)\w*",
        r"\b(?:už)(?: \w+){0,3} ne(?:pracuj|pôsob)\w*|\bne(?:pracuje|pracujem) (?:už|viac)|\b(?:odišiel|odišla) (?:z|zo|do dôchodku)|\bdo dôchodku\b|\bukončil\w* (?:pracovný|spoluprácu|pôsobenie)|\bzmenil\w* (?:zamestnanie|prácu|adresu)",
        r"\b(?:adresa|schránka|účet)\b[^.,;!?]{0,40}(?:zrušen|neaktívn|nepoužív|deaktiv|zmenil)|\bnov(?:á|ú|ý|é) (?:e-?mail\w* )?adres",
    ),
    "hu": (
        r"\b(?:már )?nem (?:dolgozik|dolgozom|munkatársunk|áll alkalmazásban)|\btávozott (?:a )?(?:cégtől|cégünktől|vállalattól)|\bnyugdíjba",
        r"\b(?:e-?mail )?(?:cím|postafiók|fiók)(?:em|ünk)?(?: \S+@\S+)? (?:\w+ ){0,2}?(?:megszűnt|már nem|megváltozott|nem használ)|\búj (?:e-?mail )?cím",
        r"\bnem dolgoz(?:ik|om) |\b(?:távoz|kilép|elhagyta|otthagyta)\w*\b|\bnyugdíj\w*|\bmunkaviszony\w*\b[^.,;!?]{0,30}(?:megszűn|véget)\w*|\bmunkahelyet váltott",
        r"\b(?:e-?mail|cím|fiók|postafiók)\w*\b[^.,;!?]{0,30}(?:megszűn|megváltoz|nem (?:aktív|élő|használható|használjuk|használom|figyel)|inaktív|törölve)\w*|\búj (?:e-?mail ?)?cím",
    ),
    "tr": (
        r"\b(?:artık|şirketimizden|firmamızdan|kurumumuzdan) (?:\w+ ){0,4}?(?:çalışm\w+|ayrıl\w+|görev yapm\w+)|\bayrılmıştır|\bemekli ol",
        r"\b(?:e-?posta|mail|adres)\w*(?: \w+| \S+@\S+){0,4}? (?:kullanılmamaktadır|kapatıl\w+|geçerli değil|değişmiştir|aktif değil|kullanımda değil)|\byeni (?:e-?posta|mail|adres)\w*",
        r"\b(?:artık|şirket\w*|firma\w*|görev\w*|iş\w*|corp\S*)\b[^.,;!?]{0,40}(?:çalışm|ayrıl|görev yapm)\w+|\bayrıl(?:dım|dı|mıştır|mış)\b|\bemekli\w*",
        r"\b(?:e-?posta|mail|adres|hesap|posta kutusu)\w*\b[^.,;!?]{0,40}(?:kullanıl(?:mı|ma)\w+|kapat\w+|değiş(?:ti|miş|tir)\w*|geçersiz|aktif değil|pasif)|\byeni (?:e-?posta |mail )?adres\w*",
    ),
    "ro": (
        r"\bnu mai (?:lucrează|lucrez|face|fac|este|sunt|activează)(?: \w+){0,3}? (?:la|în|parte|cu|pentru|angajat)|\ba (?:părăsit|plecat din) (?:compania|firma|companie|firmă)",
        r"\b(?:adresa|căsuța|contul|e-?mail)\w*(?: \w+| \S+@\S+){0,3}? (?:nu mai|a fost (?:dezactivat|închis|schimbat|înlocuit)|s-a schimbat)|\bnoua (?:mea |noastră )?adresă",
        r"\bnu mai (?:lucr|fac|sunt|est|activ)\w*|\b(?:am|a) (?:părăsit|plecat (?:din|de la)|demisionat|ieșit la pensie|schimbat (?:locul|firma|compania))|\bs-a pensionat|\bpensionat",
        r"\b(?:adres|căsuț|cont|e-?mail)\w*\b[^.,;!?]{0,40}(?:nu mai (?:este|e|funcț|poate|va fi|se|există)|dezactivat|închis|inactiv|schimbat)\w*|\bnou[aăl] (?:mea |noastră )?(?:adres|e-?mail)\w*",
    ),
    "ru": (
        r"\b(?:больше|уже) не (?:работает|работаю|является|трудится|сотрудничает)|\b(?:уволился|уволилась|покинул\w*|уш[её]л|ушла) (?:из|компанию|с)|\bна пенсии|\bне работает (?:больше )?(?:в|у) (?:нас|наш|компани)",
        r"\b(?:адрес|ящик|почт\w+|e-?mail|аккаунт)(?: \w+| \S+@\S+){0,3}? (?:больше|уже|более) не (?:использ|действ|актив|обслуж|провер|работ|существ)\w+|\b(?:адрес|ящик|почта|почтовый ящик)(?: \w+| \S+@\S+){0,3}? (?:изменил\w*|закрыт\w*|отключ[её]н\w*|сменил\w*|не используется|недействител\w+)|\bнов(?:ый|ому|ом|ого) (?:электронн\w+ )?(?:адрес|e-?mail|ящик|почт)\w*|\bнов(?:ая|ую|ой) (?:электронн\w+ )?почт\w*",
        r"\b(?:сотрудник|коллега)\w*\b[^.,;!?]{0,30}(?:уволен|уволил|больше не|не работает)\w*|\bуволен\w*|\bуволил\w*|\b(?:сменил\w*|поменял\w*) (?:работу|место работы|адрес)|\bвыш(?:ел|ла) на пенсию|\bне работа(?:ю|ет)\b[^.,;!?]{0,20}(?:больше|более|в компании|здесь)|\bпокинул\w* (?:компанию|должность)",
        r"\b(?:адрес|ящик|почт\w+|аккаунт)\b[^.,;!?]{0,40}(?:больше не|более не|не обслужива|неактив|недейств|закрыт|удал[её]н|изменил|сменил)\w*|\bнов(?:ый|ая|ую|ому|ого) (?:\w+ ){0,2}?(?:адрес|почт|ящик)\w*",
    ),
    "uk": (
        r"\bбільше не (?:працює|працюю|є|співпрацює)|\b(?:звільни(?:вся|лася)|залиши(?:в|ла) компанію)",
        r"\b(?:адреса|скринька|пошта)(?: \w+| \S+@\S+){0,3}? (?:більше не|вже не|змін|закрит|не використову)\w*|\bнов(?:а|у|ою) (?:електронн\w+ )?(?:адрес|пошт)\w*",
        r"\b(?:звільни|залиши|змінив роботу|змінила роботу|на пенсі)\w*|\bне працю(?:ю|є)\b[^.,;!?]{0,20}(?:більше|у компанії|в компанії|тут)|\b(?:більше|вже) не працю\w+",
        r"\b(?:адрес|скриньк|пошт)\w*\b[^.,;!?]{0,40}(?:(?:більше|вже) не (?:використов|дійсн|актив|працює|обслугов|існу|перевір)|змін|закрит|неактивн|не використов)\w*|\bнов(?:а|у|ою|ий) (?:\w+ )?(?:адрес|пошт|скриньк)\w*",
    ),
    "ja": (
        r"退職(?:いた|し|致)|退社(?:いた|し|致)|(?:異動|転職|転勤)(?:いた|し|致|とな|により)|在籍して(?:おり|い)ません|(?:弊社|当社)を(?:離れ|去)",
        r"(?:アドレス|メール)(?:は|が|を)[^。]{0,30}(?:変更|変わ|使用(?:して|でき|され|停止)|使われ|使って|利用(?:して|でき|停止)|廃止|無効|終了|閉鎖)|新(?:しい)?(?:メール)?アドレス",
        r"(?:転籍|異動|離職|定年|退任)(?:いた|し|致|とな|により|しました)|(?:担当|部署)(?:を)?(?:外れ|離れ)|ドメイン(?:が|を)[^。]{0,12}変更|(?:担当者|後任)(?:が|は)[^。]{0,12}(?:変更|交代|代わ)",
    ),
    "zh": (
        r"(?:已|已经|已經|不再)(?:从[^。]{0,12}|在[^。]{0,12}|於[^。]{0,12})?(?:离职|離職|离开(?:公司|本公司|我司)|離開(?:公司|本公司)|退休|任职|任職|在职|辞职)|(?:不再|已不)(?:在|于|於)[^。]{0,12}(?:工作|任职|任職|就职|公司)|调离|調離",
        r"(?:邮箱|郵箱|邮件地址|信箱|电子邮件|電子郵件|地址|郵件地址)[^。]{0,16}(?:已停用|不再使用|停止使用|已(?:经)?更换|已变更|已變更|已更改|停用|弃用|已废弃|作废|已失效|更換|更換為)|新(?:的)?(?:邮箱|郵箱|邮件地址|信箱|电子邮箱|郵件地址)",
        r"(?:已|已经|已經|現已|现已)?(?:从|從)?[^。]{0,12}(?:离职|離職|辞职|辭職|退休|跳槽|卸任|离任|離任)|不再(?:担任|擔任|负责|負責|属于|屬於)|(?:邮箱|郵箱|邮件|信箱|地址|电邮|電郵)[^。]{0,10}(?:不再|停止|停用|更换|更換|变更|變更|改为|改為|换成|換成)",
    ),
    "ko": (
        r"퇴사|퇴직|더\s?이상\s?(?:근무|재직)|(?:이직|전직|부서\s?이동)(?:하|을|으로|했)",
        r"(?:메일|이메일|주소|계정)[^.]{0,16}(?:더\s?이상\s?사용|사용하지|사용되지|변경|폐쇄|중지|바뀌)|새(?:로운)?\s?(?:이?메일|주소)",
        r"(?:퇴사|퇴직|이직|은퇴)(?:하|했|를|한|로)|(?:근무|재직)하(?:고\s?있)?지\s?않|회사를\s?(?:떠|그만)|(?:메일|이메일|주소|계정)[^.,;!?]{0,20}(?:사용하지|바뀌|변경|폐쇄|비활성)",
    ),
    "bg": (
        r"\b(?:вече|повече) не (?:работ|съм|е част|заема)\w*|\bне работ(?:я|и) (?:вече|повече)|\b(?:напусна|напуснах|напуснал|напуснала|пенсионира|пенсионирах)\w*|\bтрудово\w* (?:ми )?правоотношение\b[^.,;!?]{0,30}прекрат\w*|\bсмених (?:работата|местоработата)",
        r"\b(?:адрес|имейл|пощ|кутия|поща)\w*\b[^.,;!?]{0,40}(?:(?:вече|повече) не (?:се|е|съществува|работи|функционира)|не се (?:използва|проверява|следи)|сменен|променен|закрит|неактив|деактивир)\w*|\bнов(?:ият|ия|ата|ата ми|иот)? (?:ми )?(?:\w+ )?(?:адрес|имейл|поща)\w*",
    ),
    "hr": (
        r"\b(?:više|vise) (?:ne radim?|ne radi|nije (?:zaposlen|u|dio|dostup)|nisam (?:zaposlen|u|dio))\w*|\bne radim? (?:više|u)|\b(?:napustio|napustila|napustila je|umirovljen|otišao u mirovinu|otišla u mirovinu|dao otkaz|dala otkaz|promijenio posao|promijenila posao)\w*|\bradni odnos\b[^.,;!?]{0,30}prest\w*",
        r"\b(?:adresa|e-?mail|sandučić|račun|pošta)\b[^.,;!?]{0,40}(?:više (?:ne (?:koristi|postoji|radi|vrijedi|prati)|nije|se ne)|se (?:više )?ne koristi|nije (?:više )?(?:aktiv|u upotrebi|u funkciji)|ugašen|promijenjen|promijenila|zatvoren|deaktiviran)\w*|\bnov(?:a|u|i|oj) (?:\S+ )?(?:adres|e-?mail)\w*",
    ),
    "sr": (
        r"\bвише не рад\w+|\bвише (?:није|нисам) (?:запослен|у|део)\w*|\b(?:напустио|напустила|пензионисан|дао отказ|променио посао)\w*|\bviše ne rad\w+|\bviše (?:nije|nisam) (?:zaposlen|u|deo)\w*|\b(?:napustio|napustila|penzionisan|promenio posao)\w*",
        r"\b(?:адреса|имејл|сандуче|налог)\b[^.,;!?]{0,40}(?:више не|се не користи|није (?:више )?актив|угашен|промењен|затворен)\w*|\bнов(?:а|у|ој|и) (?:\S+ )?(?:адрес|имејл)\w*|\b(?:adresa|mejl|imejl|nalog)\b[^.,;!?]{0,40}(?:više ne|se ne koristi|promenjen|zatvoren|ugašen)\w*|\bnov(?:a|u|oj|i) (?:\S+ )?(?:adres|mejl|imejl)\w*",
    ),
    "mk": (
        r"\bповеќе не работ\w+|\b(?:ја напушти|напушти|пензиониран)\w*|\b(?:адреса|мејл)\w*\b[^.,;!?]{0,40}(?:повеќе не (?:се|е|постои)|не се користи|променета)\w*|\bнов(?:а|ата) (?:\S+ )?адрес\w*",
    ),
    "sl": (
        r"\b(?:ne delam|ne dela|nisem zaposlen|ni zaposlen|nisem|ni) (?:več)\b|\bveč (?:ne delam|ne dela|nisem|ni) |\b(?:zapustil|zapustila|upokojil|upokojila|odšel iz|odšla iz|zamenjal službo)\w*|\bdelovno razmerje\b[^.,;!?]{0,30}(?:prenehal|končal)\w*",
        r"\b(?:naslov|predal|račun|e-?pošt)\w*\b[^.,;!?]{0,40}(?:ni več (?:v uporabi|aktiv|veljav|dostop|na voljo)|se (?:več )?ne uporablja|ukinjen|spremen|neaktiv|zaprt)\w*|\bnov(?:i|a|em) (?:\S+ )?(?:naslov|e-?pošt)\w*",
    ),
    "et": (
        r"\bei tööta (?:enam|rohkem)|\benam ei tööta|\b(?:lahkus|lahkusin|lahkunud|pensionil|pensionile)\w*|\btöösuhe\b[^.,;!?]{0,30}lõpp\w*|\bei ole (?:enam|rohkem) (?:töötaja|meie|ettevõtte)\w*",
        r"\b(?:aadress|postkast|e-?post|meiliaadress|konto)\w*\b[^.,;!?]{0,40}(?:ei ole enam|ei kasuta|ei jälgita|enam ei|suletud|muutunud|muutus|kehtetu)\w*|\buus (?:e-?posti? ?|meili)?aadress\w*",
    ),
    "lv": (
        r"\bvairs ne(?:strād|esmu|ir)\w*|\bne(?:strādāju|strādā) vairs|\b(?:pametis|pametusi|aizgājis|aizgājusi|pensijā|atstājis|atstājusi)\b|\bdarba attiecības\b[^.,;!?]{0,30}(?:izbeig|beig)\w*",
        r"\b(?:adrese|pastkaste|e-?pasts|konts)\w*\b[^.,;!?]{0,40}(?:vairs (?:nav|netiek|nedarbojas)|netiek|slēgt|mainī|neaktīv)\w*|\bjaun(?:ā|a|o|ais) (?:\S+ )?(?:adres|e-?past)\w*",
    ),
    "lt": (
        r"\b(?:nebedirb|nebedirbu|nedirb\w* (?:daugiau|jau))\w*|\b(?:daugiau|jau) ne(?:be)?dirb\w*|\b(?:išėjo|išėjau|paliko|palikau|išėjęs|išėjusi) (?:iš|į pensiją|įmon)\w*|\bdarbo sutartis\b[^.,;!?]{0,30}(?:baig|nutrauk)\w*|\bpensij\w+",
        r"\b(?:adresas|pašto dėžutė|el\. paštas|paskyra|dėžutė)\w*\b[^.,;!?]{0,40}(?:nebenaudoj|nenaudoj|pasikeit|uždaryt|neaktyv|panaikint|nebetikrin)\w*|\bnauj(?:as|ą|asis|u|ajį) (?:\S+ ){0,2}?(?:adres|pašt)\w*",
    ),
    "el": (
        r"\bδεν (?:εργάζομαι|εργάζεται|δουλεύω|δουλεύει|ανήκω|ανήκει|είμαι|είναι)\b[^.,;!?]{0,25}(?:πλέον|πια)|\b(?:πλέον|πια) δεν (?:εργάζ|δουλεύ)\w*|\b(?:αποχώρ|αποχωρ|συνταξιοδοτ|παραιτ)\w*|\b(?:έχω|έχει) (?:φύγει|αποχωρήσει|αλλάξει εργασία)",
        r"\b(?:διεύθυνση|e-?mail|γραμματοκιβώτιο|λογαριασμός|θυρίδα)\b[^.,;!?]{0,40}(?:δεν (?:χρησιμοποι|είναι (?:πλέον|πια|ενεργ)|ισχύ|παρακολουθ|λειτουργ)|απενεργοποι|καταργ|έχει αλλάξει|άλλαξε|κλείσ)\w*|\b(?:νέα|νέο|καινούργι\w+) (?:μου |μας )?(?:ηλεκτρονική )?(?:διεύθυνση|e-?mail|διεύθυνσή)",
    ),
    "he": (
        r"(?:איני|אינני|לא|אינו|אינה|אינם)(?: כבר)? (?:עוב\S+|מועסק\S*|נמצא\S*)(?: \S+){0,3}? (?:עוד|יותר|כבר|בחבר\S+|בארגון|אצלנו)|(?:כבר|יותר) לא (?:עוב\S+|מועסק\S*)|(?:לא|אינו|אינה) (?:עוב\S+) (?:יותר|עוד)|(?:עזב|פרש|התפטר|סיים|סיימ)\S* (?:את )?(?:ה?חברה|ה?תפקיד\S*|ה?עבודה|לגמלאות|לפנסיה|עבודתו|עבודתה|את)|יצא\S* (?:לגמלאות|לפנסיה)",
        r'(?:ה?כתובת|ה?תיבה|תיבת|ה?מייל|ה?דוא"ל|ה?חשבון)(?: \S+){0,3}? (?:אינה|אינו|לא|כבר לא)(?: \S+)? (?:פעיל\S*|בשימוש|נבדק\S*|קיים|קיימת|תקפ\S*)|(?:ה?כתובת|ה?מייל)(?: \S+){0,3}? (?:השתנ\S+|הוחלפ\S+|שונת\S+|נסגר\S*)|(?:ה?כתובת|ה?מייל|ה?דוא"ל) (?:ה?אימייל |ה?מייל )?(?:שלי )?ה?חדש\S*',
    ),
    "ar": (
        r"لم (?:أعد|اعد|يعد|تعد) (?:أعمل|اعمل|يعمل|تعمل|موظف|ضمن|جزء|مع)\S*|(?:لا|لن|ما عاد) (?:أعمل|اعمل|يعمل|تعمل)(?: \S+){0,4}? (?:الآن|بعد الآن|بعد|حاليا|لدى الشركة)|(?:غادر|ترك|تقاعد|استقال|انتقل)\S*(?: \S+){0,2}? ?(?:العمل|الشركة|المؤسسة|منصب\S*|وظيف\S*|إلى شركة)?|انته(?:ى|ت) (?:عمل|خدم|عقد)\S*",
        r"(?:البريد|بريد|العنوان|عنوان|الحساب|صندوق)\S*(?: \S+){0,4}? (?:لم يعد|لا يستخدم|غير (?:مستخدم|نشط|فعال|مفعل|متاح)|تم (?:إغلاق|تعطيل|تغيير|إيقاف)|مغلق|ملغى)\S*|(?:تم تغيير|تغير|غيرت)(?: \S+){0,2}? (?:بريد|عنوان|البريد|العنوان)\S*|(?:البريد|عنوان\S*|العنوان|بريد\S*)(?: \S+){0,2}? الجديد\S*",
    ),
    "fa": (
        r"(?:دیگر|دیگه)(?: \S+){0,5}? (?:کار نمی|همکاری ن|مشغول ن|نیستم|نیستند|نیست|نمی ?‌?کن)\S*|(?:بازنشسته|استعفا|ترک کرده|جدا شده|قطع همکاری)\S*",
        r"(?:آدرس|ایمیل|صندوق|حساب)\S*(?: \S+){0,4}? (?:دیگر|غیرفعال|غیر فعال|تغییر (?:کرده|یافته|کرد)|مسدود|بسته)\S*|(?:آدرس|ایمیل)(?: \S+){0,2}? جدید\S*",
    ),
    "hi": (
        r"(?:अब|और)(?: \S+){0,4}? (?:काम|कार्य|कार्यरत|कर्मचारी)(?: \S+)? (?:नहीं|नही)\S*|(?:सेवानिवृत्त|इस्तीफा|छोड़ (?:दी|दिया|चुक))\S*",
        r"(?:पता|ईमेल|मेलबॉक्स|खाता)\S*(?: \S+){0,4}? (?:बदल|बंद|उपयोग में नहीं|निष्क्रिय|सक्रिय नहीं)\S*|(?:नया|नये|नए) (?:ईमेल|पता)\S*",
    ),
    "th": (
        r"ลาออก|พ้นสภาพ|เกษียณ|ไม่ได้ทำงาน|ไม่ได้(?:เป็น)?พนักงาน|ไม่ทำงาน(?:ที่|กับ)|สิ้นสุด(?:การ)?(?:จ้าง|สัญญา|เป็นพนักงาน)|ออกจากบริษัท|ย้าย(?:ไปทำ)?งาน|ไม่ได้อยู่(?:กับ|ที่)?บริษัท",
        r"(?:อีเมล|เมล|ที่อยู่|บัญชี)\S{0,12}\s?(?:ไม่ได้ใช้|ไม่ใช้|เลิกใช้|ถูกปิด|ปิดการใช้|ยกเลิก|ใช้งานไม่ได้|เปลี่ยน)\S*|เปลี่ยน(?:อีเมล|ที่อยู่)|อีเมลใหม่",
    ),
    "vi": (
        r"\b(?:đã nghỉ việc|nghỉ việc|thôi việc|nghỉ hưu|rời (?:khỏi )?(?:công ty|tổ chức)|chuyển công tác|không còn (?:làm|là nhân viên|công tác|thuộc))\b",
        r"\b(?:địa chỉ|email|hộp thư|tài khoản)\b[^.,;!?]{0,30}(?:không còn (?:sử dụng|hoạt động|được|hiệu lực|tồn tại)|không được (?:sử dụng|theo dõi|kiểm tra)|ngừng|đã (?:đóng|thay đổi|đổi)|không sử dụng|không hoạt động)|\b(?:địa chỉ|email)(?: \S+){0,2}? mới\b",
    ),
    "id": (
        r"\b(?:tidak lagi|sudah tidak|sudah tak|tak lagi|tidak) (?:bekerja|menjabat|bertugas|menjadi karyawan|berada di)\b|\b(?:mengundurkan diri|resign|pensiun|keluar dari perusahaan|pindah (?:kerja|perusahaan)|berhenti (?:bekerja|dari))\b",
        r"\b(?:alamat|email|e-mail|kotak surat|akun|surel)\b[^.,;!?]{0,30}(?:(?:tidak|tidak lagi|sudah tidak) (?:aktif|digunakan|dipakai|dipantau|berlaku|berfungsi)|berubah|berganti|ditutup|dinonaktifkan|nonaktif)|\b(?:alamat|email|e-mail)(?: \S+){0,2}? baru\b",
    ),
    "ms": (
        r"\b(?:tidak lagi|sudah tidak) (?:bekerja|berkhidmat|bertugas)\b|\b(?:meletak jawatan|bersara|berhenti kerja|meninggalkan syarikat)\b|\b(?:alamat|e-?mel)\b[^.,;!?]{0,30}(?:tidak lagi|telah berubah|ditutup|tidak aktif)|\balamat(?: \S+)? baharu\b",
    ),
    "ca": (
        r"\b(?:ja no (?:treball|form|est|pertany|col·labor)\w*|no (?:treballo|treballa|formo part|forma part)(?: \w+){0,3} (?:més|ja)|m'he jubilat|s'ha jubilat|ha (?:deixat|causat baixa)|he (?:deixat|canviat d'empresa))\b",
        r"\b(?:adreça|correu|bústia|compte)\b[^.,;!?]{0,40}(?:ja no (?:està|és|existeix|s'|funciona)|ha canviat|desactivad|inactiu|inactiva|s'ha tancat|fora de servei)\w*|\b(?:nova adreça|nou correu)\b",
    ),
    "gl": (
        r"\bxa non (?:traball|form|est)\w*|\bxubil(?:ei|ou|ad)\w*|\b(?:enderezo|correo|conta)\b[^.,;!?]{0,40}(?:xa non (?:está|é|existe|se)|cambiou|desactivad)\w*|\b(?:novo enderezo|novo correo)\b",
    ),
    "eu": (
        r"\bez (?:dut|du|naiz|da)\b[^.,;!?]{0,25}(?:jada|gehiago)\b[^.,;!?]{0,25}(?:lan|langile)\w*|\bjada ez\b[^.,;!?]{0,30}lan|\b(?:erretiratu|jubilatu|utzi (?:dut|du) (?:enpresa|lana))\w*|\bhelbide(?:a|ak)\b[^.,;!?]{0,30}(?:ez da|aldatu)\w*|\bhelbide berria",
    ),
    "is": (
        r"\b(?:hættur|hætt|hætti|starfa ekki lengur|vinn ekki lengur|starfar ekki lengur|lét af störfum)\b|\bnetfang\w*\b[^.,;!?]{0,30}(?:ekki lengur|breyst|lokað)|\bnýtt netfang",
    ),
    "sq": (r"\bnuk punoj më|\bnuk punon më|\b(?:u largua|jam larguar|doli në pension)\b|\badresa e re\b",),
}

# In the first person: possibly written by hand.
FIRST_PERSON = (
    r"\b(?:i|i'm|i've|my|ich|je|j'ai|ik|jeg|jag|en ole|minä|я|trabajo|formo|he dejado|lavoro|faccio|ho lasciato|trabalho|faço|deixei|saí|pracuję|odeszł\w+m|odszedł\w+m|nepracuji|nepracujem|dolgozom|lucrez|çalışmıyorum|ayrıldım)\b|我|本人|저는|私",
)

# Next to the address to use from now on.
NEW = (
    r"\b(?:new|neue[mnrs]?|künftig\w*|zukünftig\w*|ab sofort|nouve(?:l|au|lle)\w*|désormais|nuev[ao]|nuov[ao]|nov[ao]|nieuwe?|nowy|nowego|nowym|nowa|nya|nytt|ny|nye|uusi|uude\w+|nov[áouýéeia]|új|yeni|noua|noul|jaun[āao]|nauj\w+|uus|uue|nou|berria|baru|baharu|mới|νέ[αο]\w*|нов\w+)\b",
    r"新|새|חדש|جديد|جدید|नय|नए|ใหม่",
)

# Next to the address that is gone.
OLD = (
    r"\b(?:old|former(?:ly)?|previous|alte[mnrs]?|bisherige\w*|frühere\w*|ancien\w*|précédent\w*|antigu[ao]|anterior|vecchi[ao]|precedente|antig[ao]|oude|vorige|star(?:y|a|e|ego|ý|á|é|i)|dotychczasow\w*|gam(?:la|mal|mel|mla|le)|tidigare|tidligere|vanha\w*|entinen|régi|korábbi|eski|veche[a]?|sen[aā]|vecais|vecā|стар\w+|прежн\w+|παλι\w+|προηγούμεν\w+|lama)\b(?! (?:col+ega\w*|col+eague|col+ègue\w*|kolleg\w*|boss|manager|chef\w*|compa(?:ñer|nheir)[oa]|team|assistant))",
    r"\b(?:instead of|rather than|in place of|replac(?:es|ing)|statt|anstatt|anstelle|au lieu de|en (?:lugar|vez) de|invece di|em vez de|in plaats van|zamiast|istället för|i stedet for|sijaan|místo|namiesto|helyett|yerine|în loc de|вместо|замість|umjesto|namesto|αντί)\b",
    r"旧|以前の|原来的?|原來的?|기존|이전|ישנ|הישן|القديم|قدیمی|पुरान|เก่า|เดิม",
)

# After the address that is gone, in the sentence that says so.
GONE_AFTER = (
    r"^[^@]{0,25}?\b(?:nicht (?:mehr|länger)|no longer|not any ?more|n'est plus|ya no|non è più|já não|não é mais|niet (?:meer|langer)|nie jest|inte längre|ikke l[aæe]n?ger|ikke lenger|ei ole enää|už n|již n|már nem|artık|nu mai|больше не|більше не|вече не|više (?:ne|nije)|ni več|ei ole enam|vairs|nebe|δεν|đã không|không còn|tidak lagi|sudah tidak)",
    r"^[^@]{0,25}?(?:已停|不再|停用|は(?:使用|廃止|変更|利用)|더\s?이상|לא פעיל|אינה|لم يعد|غير)",
    r"^[^@.,;]{0,20}?\b(?:will (?:not|no longer|soon|be (?:closed|deleted|deactivated|switched off|shut down|disabled))|(?:is|was|has been) (?:\w+ )?(?:closed|deleted|deactivated|disabled|discontinued|replaced|changed|retired|inactive|disused)|(?:are|is|will be) not (?:read|forwarded|delivered|monitored)|wird (?:\w+ )?(?:nicht|gelöscht|abgeschaltet|geschlossen|eingestellt|deaktiviert)|wurde (?:\w+ )?(?:gelöscht|abgeschaltet|geschlossen|eingestellt|deaktiviert|ersetzt)|has (?:left|retired|moved on|resigned)|hat (?:\w+ ){0,4}verlassen|a quitté|sera (?:fermée|supprimée))",
)

# "From [the old] to the new".
FROM = r"\b(?:from|von|de|da|dal|van|z|ze|från|fra|с|со|з|od|desde|di)\s?[:<(\"]?$"
TO = r"^[>)\"]?\s?(?:to|auf|nach|zu|in|à|a|al|ad|naar|na|till|til|на|para|en|->|=>|→)\b"
