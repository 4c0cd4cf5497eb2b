# License LGPL-3.0 or later: see LICENSE.
"""Statements that someone is away, by language.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.

Each list has general forms of a statement rather than whole sentences: a form that only fits one
product's wording is of little use.
"""

# "I am away": the statement itself.
ABSENCE = {
    "en": (
        r"\b(?:i am|i will be|i shall be|we are|we will be|our offices? (?:is|are|will be))(?: \w+){0,3}? (?:out of (?:the |my |our )?(?:office|town|country)|away from (?:the |my )?(?:office|desk|email|e-mail|work|computer)|away (?:until|from|on|between)\b|on (?:\w+ ){0,2}(?:leave|vacation|holidays?|sabbatical|pto|break)\b|on a business trip|travell?ing|unavailable|not (?:be )?(?:available|in the office|at my desk)|out until|closed)",
        r"\b(?:i have (?:left the office|started my)|i will have (?:limited|no) access|you have reached me (?:while|during)|i am (?:currently )?(?:enjoying|taking) (?:some |my |a )?(?:time off|vacation|leave|holiday|break))",
        r"^(?:currently |presently )?(?:out of (?:the )?office|on (?:annual leave|vacation|holiday|leave))\b",
        r"\b(?:currently|presently|temporarily) (?:out of (?:the |my )?office|away|on (?:\w+ )?(?:leave|vacation|holidays?)|unavailable)\b",
        r"^[\w .'-]{2,60} is out of the office\b",
        r"\b(?:i am|i'm|im|i will be|i'll be|i shall be|i am going to be|i'm going to be|we are|we're|we will be|we'll be|i'm now|i am now|i've been|i have been)(?: [\w'-]+){0,4}? (?:out of (?:the |my |our )?(?:office|town|country)|out-of-office|ooo|away from (?:the |my )?(?:office|desk|email|e-mail|work|computer)|away (?:until|till|til|from|on|between|this|next|at|for|all|attending)\b|on (?:[\w-]+ ){0,3}(?:leave|vacation|holidays?|sabbatical|pto|break|jury duty|honeymoon|the road|the beach|strike|furlough)\b|on a business trip|travell?ing|unavailable|unreachable|offline|not (?:be )?(?:available|in the office|in office|at my desk|working|online|around)|off (?:the grid|sick|work|today|tomorrow|this|next|until|till|til|from|with|for|on)\b|out (?:until|till|til|today|tomorrow|sick|this|next|from|for|on|all|with)\b|closed|(?:at|attending) (?:an? |the |our )?(?:[\w-]+ ){0,4}(?:conference|trade (?:fair|show)|fair|expo|workshop|seminar|training|offsite|off-site|retreat|course|event)s?\b|in (?:back-to-back )?meetings (?:all|most))",
        r"^(?:hi|hello|hey|dear \w+|thanks?(?: you)?[^.!]{0,60})?[ ,.!]*(?:i am |i'm )?(?:currently |presently |now )?(?:out[- ]of[- ](?:the )?office|ooo|oof|on (?:my )?(?:annual leave|vacation|holidays?|leave|pto|sabbatical|parental leave|maternity leave)|annual leave|vacation|pto|maternity leave|parental leave|away|offline|closed)\b[^.?]{0,30}\b(?:until|till|til|from|to|through|thru|this|next|today|for|back|returning|at)\b",
        r"\b(?:i'm|i am|i've been|currently) (?:currently )?(?:taking|enjoying) (?:[\w-]+ ){0,4}(?:time off|vacation|leave|holidays?|break|pto|days? off)\b",
        r"\b(?:i am|i'm|im|i've been|i have been)(?: (?:currently|still|off|home|out|at home|feeling|today))* (?:sick|ill|unwell)\b(?! of| and tired)|\b(?:i am|i'm) in (?:the )?hospital",
        r"\b(?:you have|you've) (?:caught|reached) me (?:on|while|during|at)\b|\b(?:gone|i've gone|i have gone) (?:fishing|hiking|sailing|skiing|camping)\b",
        r"\b(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|this (?:week|month)) is (?:an? )?(?:public|bank|national|company|regional) holiday",
        r"\bi (?:do not|don't|only|am not) (?:\w+ )?work(?:ing)? (?:on |from |in the )?(?:mon|tues|wednes|thurs|fri|satur|sun|mornings?|afternoons?|part[- ]time|weekends?)|\bmy (?:working|office|work) (?:days|hours) are\b|\bi work (?:part[- ]time|(?:mon|tues|wednes|thurs|fri)\w* (?:to|through|until|-))",
        r"\b(?:i'm|i am|we're|we are|i'll be|i will be)(?: [\w'-]+){0,3}? (?:off[- ]grid|off the grid|unplugged|unplugging)\b|\b(?:taking|on) an? (?:[\w-]+ ){0,3}(?:health|sick|personal|wellness|recharge|vacation|annual leave) days?\b",
        r"\bour (?:offices?|team|company|office and \w+|stores?|shop)(?: \w+){0,3}? (?:is|are|will be|remains?)(?: \w+){0,2}? (?:closed|shut)\b",
        r"\b(?:i have|i've) (?:already )?left (?:the office |work )?for (?:the day|today)\b|\b(?:i am|i'm|we are|currently|presently) (?:\w+ )?travell?ing (?:to|in|on|for|this|next|until|through|abroad|with)\b|^(?:currently|presently|now) travell?ing\b|\b(?:digital )?detox (?:until|till|this|for)|\b(?:at|on) (?:an? |the |our )?(?:client|customer)(?:'s)?[- ]site|\b(?:will be |is |are |remains? )?closed (?:until|till|from|for (?:the )?(?:holidays?|summer|winter|christmas|easter|new|inventory)|between|over (?:the )?|during|\d)|\bthis (?:inbox|mailbox|account) is not (?:being )?monitored (?:during|until|at|over|on|outside)|\brecovering from\b",
    ),
    "de": (
        r"\b(?:ich bin|ich befinde mich|wir sind|bin|befinde mich)(?: [\w.,-]+){0,8}? (?:nicht (?:im (?:büro|haus|dienst)|erreichbar|am arbeitsplatz|anwesend|da)|abwesend|außer haus|außerhalb des büros|im (?:\w+)?urlaub|auf (?:dienst|geschäfts)reise|in (?:elternzeit|mutterschutz|urlaub)|in den ferien|unterwegs|auf (?:einer )?(?:dienst|geschäfts)reise)\b",
        r"\b(?:unser büro|unsere praxis|unser betrieb|unser unternehmen|unsere büros)(?: [\w.,-]+){0,8}? geschlossen\b",
        r"\bmein(?:e)? (?:büro|abwesenheit|urlaub)\b.{0,40}?\b(?:nicht besetzt|bis|vom)\b",
        r"^(?:derzeit |zur ?zeit )?(?:abwesend|außer haus|im urlaub|nicht im (?:büro|haus))\b",
        r"\bbin ich(?: [\w.,-]+){0,6}? (?:nicht (?:im (?:büro|haus)|erreichbar)|abwesend|außer haus|im urlaub|auf dienstreise)\b",
        r"\b(?:habe|haben) (?:ich|wir) (?:\w+ ){0,2}(?:urlaub|ferien|betriebsferien)\b",
        r"\bvon .{3,60} ist (?:derzeit )?(?:abwesend|außer haus)\b",
        r"\b(?:ich bin|bin ich|ich befinde mich|wir sind|bin|sind wir|befinde ich mich)(?: [\w.,-]+){0,8}? (?:auf urlaub|am strand|auf (?:der|einer) (?:\w+ )?(?:messe|fortbildung|schulung|konferenz|tagung|veranstaltung|reise)|auf (?:messe|fortbildung|schulung|seminar|tour|reisen|montage|betriebsausflug)|krank(?:geschrieben|heitsbedingt)?|in (?:kurzarbeit|einer fortbildung|einer schulung|einem meeting|reha|kur|mutterschaft)|nicht am (?:platz|arbeitsplatz|schreibtisch)|nicht (?:zu erreichen|verfügbar|anzutreffen|online)|offline|dann mal weg|weg bis|im home ?office|in urlaub|im krankenstand|in karenz)\b",
        r"\b(?:machen wir|wir machen|wir haben|haben wir|ich habe|habe ich|ich mache|mache ich|nehme ich|ich genieße)(?: [\w.,-]+){0,5}? (?:betriebsferien|betriebsurlaub|urlaub|elternzeit|ferien|pause|sommerpause|resturlaub|(?:einen )?freien tag|frei)\b|^(?:sommerpause|betriebsferien|betriebsurlaub|betriebsruhe)\b",
        r"\b(?:unser|unsere) (?:büro|praxis|betrieb|geschäft|laden|kanzlei|werk|zentrale|filiale)(?: [\w.,-]+){0,8}? (?:geschlossen|nicht besetzt|zu)\b",
        r"\bich arbeite (?:nur |derzeit |aktuell )?(?:\w+ )?(?:vormittags|nachmittags|in teilzeit|teilzeit|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|von montag|mo\b)",
        r"\b(?:bin|ich bin|befinde mich)(?: [\w.,-]+){0,6}? im (?:[\w-]+ ){1,3}\w*urlaub\b|\b(?:genieße|genießen)(?: \w+){0,3}? (?:urlaub|ferien|auszeit)|\b(?:aufgrund|wegen) (?:einer |eines |meiner |meines |von )?(?:[\w-]+ )?(?:dienstreise|geschäftsreise|krankheit|erkrankung|urlaubs?|betriebsferien|abwesenheit|fortbildung|feiertags?|betriebsversammlung|umzugs)\b|\bich arbeite nicht (?:am|an)\b",
    ),
    "fr": (
        r"\b(?:je (?:suis|serai)|nous (?:sommes|serons)|étant)(?: [\w'-]+){0,4}? (?:absente?s?|en (?:congés?|vacances|déplacement|arrêt|rtt|formation)|hors (?:du )?bureau|indisponible|injoignable|en congé)\b",
        r"\b(?:actuellement|temporairement) (?:absente?|en (?:congés?|vacances|déplacement)|indisponible)\b",
        r"\bnos bureaux (?:sont|seront) fermés\b",
        r"^(?:absente?|en (?:congés?|vacances))\b",
        r"\bde retour (?:au bureau )?(?:le|à partir|lundi|mardi|mercredi|jeudi|vendredi)\b",
        r"\bje n(?:e |')(?:suis|serai) pas (?:au bureau|disponible|joignable|présente?)",
        r"\b(?:je (?:suis|serai)|nous (?:sommes|serons)|étant)(?: [\w'-]+){0,4}? (?:en (?:congés?|congé) (?:\w+ )?(?:maternité|parental|paternité|maladie|annuels?|d'été)|en (?:mission|séminaire|réunion|voyage|week-end prolongé)|à l'étranger|souffrante?|malade|en télétravail partiel)\b",
        r"\b(?:notre|nos|le|les) (?:société|entreprise|bureaux?|cabinet|agence|magasin|services?|locaux)(?: \w+){0,3}? (?:est|sera|sont|seront|ferme|fermera|fermeront|restera)(?: \w+){0,3}? (?:fermée?s?|du|pour)\b",
        r"\b(?:je profite|je bénéficie) de (?:mes|quelques|jours)|\bje ne travaille pas (?:le|les)|^absente? (?:ce|cette|du|jusqu|aujourd|pour)",
        r"\bà temps partiel\b|\bne suis pas (?:présente?|là|disponible|joignable|au bureau)|^en (?:voyage|déplacement|vacances|congés?|formation|mission|arrêt)\b|\b(?:nous (?:sommes|serons)|le cabinet est|nos bureaux sont|fermeture) (?:\w+ )?(?:fermés?|annuelle|estivale|du)",
    ),
    "es": (
        r"\b(?:estoy|estaré|me encuentro|estamos|estaremos|me encontraré)(?: \w+){0,4}? (?:fuera (?:de (?:la |mi )?oficina|del país)|de (?:vacaciones|viaje|baja|permiso|licencia)|ausente|en (?:vacaciones|un viaje))\b",
        r"\b(?:no (?:estoy|estaré|me encuentro|estamos))(?: \w+){0,3}? (?:en (?:la |mi )?oficina|disponible|accesible)\b",
        r"\bactualmente (?:fuera de|ausente|de vacaciones)\b",
        r"^(?:fuera de (?:la )?oficina|de vacaciones|ausente)\b",
        r"\bnuestras? oficinas? (?:está|permanecer|estar)\w* cerrad",
        r"\b(?:estoy|estaré|me encuentro|estamos|estaremos)(?: \w+){0,4}? (?:fuera|de viaje|en (?:una )?(?:feria|congreso|formación|reunión|reuniones|conferencia)|de baja|enferm[oa]|con acceso limitado|de descanso)\b",
        r"\bcerrad[oa]s? por (?:vacaciones|festivo|inventario)|\bpermaneceremos cerrados|\b(?:cerramos|cerraremos) (?:por|del|desde)",
        r"\bestoy disfrutando de (?:mis|unas|las) vacaciones|^(?:vacaciones|ausente) (?:hasta|del|desde)",
    ),
    "it": (
        r"\b(?:sono|sarò|mi trovo|siamo|saremo)(?: \w+){0,4}? (?:fuori (?:ufficio|sede|dall'ufficio|città)|assente|in (?:ferie|vacanza|trasferta|congedo|maternità|malattia|viaggio)|non (?:in ufficio|disponibile|reperibile))\b",
        r"\bnon (?:sono|sarò|siamo)(?: \w+){0,3}? (?:in ufficio|disponibile|reperibile|in sede)\b",
        r"\battualmente (?:fuori|assente|in ferie|in congedo)\b",
        r"^(?:fuori ufficio|in ferie|assente)\b",
        r"\b(?:i nostri uffici|l'ufficio|l'azienda) (?:sono|saranno|è|sarà|resterà|rimarr)\w*(?: \w+){0,2} chius",
        r"\b(?:sono|sarò|siamo|saremo)(?: \w+){0,4}? (?:fuori|in (?:fiera|formazione|riunione|permesso|maternità|malattia|smart working|trasferta)|in viaggio|in (?:una )?fiera|malat[oa]|all'estero|via fino)\b",
        r"\b(?:uffici\w*|aziend\w*|societ\w*|studio|sede|negozio)(?: \w+){0,3}? (?:chiuso|chiusa|chiusi|riapre|riaprir\w+|rimane chius\w+|chiude)\b|\bchius[oai] per (?:ferie|festività)|\bsiamo chiusi\b",
        r"\buffici\w* (?:rimarrann\w+|rimarrà|rester\w+|saranno) chius\w+|\bassente dal lavoro|\bchiusi per (?:ferie|festività)",
    ),
    "pt": (
        r"\b(?:estou|estarei|encontro-me|encontrar-me-ei|estamos|estaremos|me encontro)(?: \w+){0,4}? (?:fora (?:do |de )?(?:escritório|gabinete|país)|ausente|(?:de|em) (?:férias|licença|viagem|baixa)|em gozo de férias|indisponível)\b",
        r"\bnão (?:estou|estarei|me encontro)(?: \w+){0,3}? (?:no escritório|disponível|presente)\b",
        r"\b(?:de momento|no momento|atualmente)(?: \w+){0,2} (?:ausente|fora do escritório|de férias)\b",
        r"^(?:fora do escritório|ausente|de férias|em férias)\b",
        r"\b(?:estou|estarei|encontro-me|estamos|estaremos|me encontro)(?: \w+){0,4}? (?:ausente|fora|em (?:licença|viagem|férias|formação|reunião|reuniões|trânsito|deslocação)|de (?:licença|baixa|folga)|em um evento|numa feira|doente)\b",
        r"\b(?:estamos|estaremos|escritório (?:está|estará)|empresa (?:está|estará))(?: \w+){0,2}? (?:fechad\w+|encerrad\w+|em recesso|em férias coletivas)\b",
    ),
    "nl": (
        r"\b(?:ik ben|wij zijn|ben ik|we zijn|ons kantoor is)(?: [\w.,-]+){0,8}? (?:afwezig|niet (?:op (?:het )?kantoor|aanwezig|bereikbaar|beschikbaar|in de gelegenheid)|op (?:vakantie|reis|zakenreis|verlof)|met (?:\w+)?(?:verlof|vakantie)|vrij|buiten (?:het )?kantoor|gesloten|uit (?:het )?kantoor)\b",
        r"^(?:momenteel )?(?:afwezig|niet op kantoor|op vakantie)\b",
        r"\bmomenteel (?:afwezig|niet op kantoor|met verlof|op vakantie)\b",
        r"\b(?:ik ben|ben ik|wij zijn|we zijn|ik heb)(?: [\w./,-]+){0,8}? (?:met (?:\w+)?(?:verlof|vakantie)|vrij|ziek|op (?:cursus|training|een beurs|beurs|reis|een congres)|niet aan het werk|afwezig|uit de running|onderweg|offline)\b",
        r"\b(?:wij zijn|we zijn|ons (?:kantoor|bedrijf)|onze \w+)(?: [\w./,-]+){0,6}? (?:gesloten|dicht)\b",
        r"\b(?:op|iedere|elke) (?:maandag|dinsdag|woensdag|donderdag|vrijdag)(?:en)?(?: en \w+dag(?:en)?)? (?:werk ik niet|ben ik (?:niet|vrij))|\bik werk (?:niet )?op (?:maandag|dinsdag|woensdag|donderdag|vrijdag)",
        r"\b(?:vanwege|wegens) (?:\w+ )?(?:vakantie|ziekte|verlof|bouwvak|feestdag\w*|een (?:beurs|training|cursus))|\beven tussenuit",
    ),
    "pl": (
        r"\b(?:jestem|będę|przebywam|jesteśmy|obecnie|aktualnie)(?: \w+){0,4}? (?:poza biurem|nieobecn[ay]|na (?:urlopie|zwolnieniu|wakacjach|delegacji)|w (?:podróży|delegacji)|niedostępn[ay])\b",
        r"\b(?:nie ma mnie|nie będzie mnie|nie będę)(?: \w+){0,3}? (?:w (?:biurze|pracy)|dostępn[ay]|obecn[ay])",
        r"\bprzebywam na urlopie\b",
        r"^(?:poza biurem|nieobecność|urlop)\b",
        r"\bw dniach .{3,60} (?:jestem|będę|przebywam)\b.{0,40}(?:urlop|nieobecn|poza biurem|niedostępn)",
        r"\b(?:nie ma mnie|mnie nie ma|nie będzie mnie)\b|\b(?:jestem|przebywam|będę)(?: \w+){0,4}? (?:na (?:urlopie|zwolnieniu|szkoleniu|konferencji|targach|wyjeździe|macierzyńskim|l4|delegacji)|w podróży|poza|chor[ya]|nieuchwytn\w+)\b",
        r"\b(?:firma|biuro|sklep)(?: \w+){0,4}? (?:nieczynn\w+|zamknięt\w+)\b|\bprzerw\w (?:urlopow|świąteczn)\w+",
        r"\bjestem (?:dziś |dzisiaj )?na (?:szkoleniu|targach|konferencji|urlopie)\b[^.]{0,40}\bodp\w+",
    ),
    "sv": (
        r"\b(?:jag (?:är|kommer att vara|har)|är jag|vi (?:är|har))(?: [\w.,-]+){0,8}? (?:inte (?:på (?:plats|kontoret)|anträffbar|tillgänglig)|borta(?: från kontoret)?|frånvarande|på (?:semester|tjänsteresa|resande fot|affärsresa)|ledig|föräldraledig|semester|utanför kontoret|stängt|bortrest|tjänstledig)\b",
        r"^(?:inte på kontoret|ej på plats|på semester|semester|frånvarande)\b",
        r"\b(?:jag (?:är|kommer att vara|har)|är jag|vi (?:är|har))(?: [\w.,-]+){0,8}? (?:på (?:konferens|kurs|mässa|utbildning|resa|möte|semestern)|sjuk(?:skriven)?|vab\w*|hemma med|pappaledig|mammaledig|bortrest|inte i tjänst)\b|\bsemesterstängt\b|^(?:ledig|sommarstängt|stängt)\b",
    ),
    "da": (
        r"\b(?:jeg (?:er|vil være|holder)|er jeg|vi (?:er|holder)|holder jeg)(?: [\w.,-]+){0,8}? (?:ikke (?:på kontoret|til stede|at træffe|tilgængelig)|fraværende|på (?:ferie|forretningsrejse|barsel|barselsorlov|orlov)|væk fra kontoret|ude af (?:kontoret|huset)|ferie|bortrejst|ferielukket|lukket)\b",
        r"^(?:på ferie|ikke på kontoret|ikke til stede|fraværende)\b",
        r"\b(?:jeg (?:er|vil være|holder|har)|er jeg|vi (?:er|holder|har)|holder jeg)(?: [\w.,-]+){0,8}? (?:på (?:sommerferie|kursus|messe|konference|forretningsrejse|tjenesterejse|rejse|barselsorlov|efterårsferie|vinterferie)|sommerferie|barsel(?:sorlov)?|forældreorlov|orlov|ferie|syg(?:emeldt)?|fri|ude af huset|bortrejst)\b|\b(?:kontoret|butikken|virksomheden)(?: \w+){0,3}? (?:lukket|ferielukket)\b|\bferielukket\b",
    ),
    "no": (
        r"\b(?:jeg (?:er|vil være|har)|er jeg|vi (?:er|har))(?: [\w.,-]+){0,8}? (?:ikke (?:på (?:kontoret|plass|jobb)|til stede|tilgjengelig)|fraværende|borte fra kontoret|på (?:ferie|reise|tjenestereise|permisjon)|ute av kontoret|ferie|bortreist|i (?:foreldrepermisjon|permisjon)|stengt)\b",
        r"\b(?:jeg (?:er|vil være|har)|er jeg|vi (?:er|har)|er)(?: [\w.,-]+){0,8}? (?:på (?:sommerferie|kurs|messe|konferanse|tjenestereise|jobbreise|seminar|påskeferie)|sommerferie|ferie|pappaperm\w*|mammaperm\w*|i (?:pappa|mamma|foreldre|fødsels)\w*perm\w*|syk(?:meldt)?|fri|avspaser\w*|bortreist)\b|\bferiestengt\b",
    ),
    "fi": (
        r"\b(?:olen|en ole|olemme|toimistomme on|poissa|oon)(?: [\w.,-]+){0,6}? (?:poissa|lomalla|vuosilomalla|työmatkalla|matkoilla|tavoitettavissa|toimistolla|paikalla|vanhempainvapaalla|äitiyslomalla|suljettu|vapaalla|kesälomalla|talvilomalla)\b",
        r"^(?:poissa toimistolta|lomalla|olen lomalla)\b",
        r"\b(?:olen|en ole|olemme|poissa|oon)(?: [\w.,-]+){0,6}? (?:koulutuksessa|messuilla|konferenssissa|sairauslomalla|sairaana|vanhempainvapaalla|isyysvapaalla|virkavapaalla|vuorotteluvapaalla|etänä|matkalla|talviloma\w*|kesäloma\w*|loma(?:lla|ni))\b|\btoimisto(?:mme)? (?:on|pysyy) (?:\w+ )?(?:suljettu|kiinni)|\ben ole (?:tänään )?(?:paikalla|toimistolla|töissä)",
    ),
    "cs": (
        r"\b(?:jsem|budu|jsme|nejsem|nebudu|čerpám|momentálně|aktuálně|toho času)(?: [\w.,-]+){0,8}? (?:mimo (?:kancelář|pracoviště|ordinaci)|nepřítom(?:en|na)|na (?:dovolené|služební cestě|mateřské|nemocenské)|dovolenou|k zastižení|v kanceláři|dostupn[ýá]|na pracovišti)\b",
        r"^(?:mimo kancelář|nepřítomnost|dovolená)\b",
        r"\b(?:jsem|budu|jsme|nejsem|nebudu|čerpám|mám)(?: [\w.,-]+){0,8}? (?:dovolenou|na (?:školení|veletrhu|konferenci|nemocenské|rodičovské|cestách|mateřské)|nemocn\w+|mimo|v práci|volno|v kanceláři|na příjmu)\b|\b(?:firma|kancelář|provozovna)(?: \w+){0,4}? (?:zavřen\w+|uzavřen\w+)",
    ),
    "sk": (
        r"\b(?:som|budem|sme|nie som|nebudem|čerpám|momentálne|aktuálne)(?: [\w.,-]+){0,8}? (?:mimo (?:kanceláriu|kancelárie|pracoviska)|neprítomn[ýáa]|na (?:dovolenke|služobnej ceste|pracovnej ceste|materskej)|dovolenku|v kancelárii|k dispozícii|dostupn[ýá])\b",
        r"\b(?:som|budem|sme|nie som|nebudem|čerpám|mám)(?: [\w.,-]+){0,8}? (?:dovolenku|na (?:školení|veľtrhu|konferencii|pn|rodičovskej|materskej|cestách)|chor\w+|mimo|v práci|voľno)\b",
    ),
    "hu": (
        r"\b(?:házon kívül (?:vagyok|leszek|tartózkodom)|szabadságon (?:vagyok|leszek)|szabadságomat töltöm|nem vagyok (?:elérhető|az irodában|bent)|nem leszek (?:elérhető|az irodában)|irodán kívül (?:vagyok|leszek|tartózkodom)|irodánk zárva|távol vagyok)\b",
        r"\b(?:szabadságon|betegállományban|táppénzen|gyesen|külföldön|konferencián|képzésen|kiállításon|úton) (?:vagyok|leszek|tartózkodom)|\b(?:vagyok|leszek) (?:szabadságon|távol)|\b(?:irodánk|cégünk|üzletünk)(?: \S+){0,4}? zárva|\bnem vagyok (?:ma )?(?:bent|irodában|elérhető)",
    ),
    "tr": (
        r"\b(?:ofis(?:in)? dışında(?:yım| olacağım| bulunuyorum| bulunacağım)?|(?:yıllık )?izin(?:de|li)(?:yim| olacağım)?|izinde olacağım|tatilde(?:yim)?|seyahatte(?:yim)?|ofiste (?:değilim|olmayacağım|bulunmuyorum|bulunmayacağım)|doğum iznindeyim)\b",
        r"\b(?:yıllık |doğum |hastalık )?izin(?:deyim|liyim|de olacağım|de olduğum\w*|de bulun\w+)|\b(?:seyahatteyim|tatildeyim|raporluyum|toplantıdayım|eğitimdeyim|fuardayım)|\bofis(?:te|imde) (?:değilim|olmayacağım|bulunm\w+)|\bofisimiz\b[^.]{0,40}kapalı",
    ),
    "ro": (
        r"\b(?:sunt|voi fi|mă aflu|suntem|vom fi|nu sunt|nu voi fi)(?: [\w.,-]+){0,6}? (?:plecat[ăa]?(?: din birou| în concediu)?|în (?:concediu|vacanță|delegație|deplasare)|absent[ăa]?|indisponibil[ăa]?|la birou|disponibil[ăa]?|în afara biroului)\b",
        r"\b(?:sunt|voi fi|mă aflu|suntem|vom fi)(?: \w+){0,6}? (?:în (?:concediu|vacanță|delegație|deplasare)|plecat\w*|absent\w*|bolnav\w*|liber\w*)\b|\bbiroul(?: \w+){0,3}? (?:este|va fi) închis",
    ),
    "ru": (
        r"(?:\b(?:я|мы|буду|нахожусь|сейчас|временно)(?: [\w.,-]+){0,6}? (?:в (?:ежегодном |очередном |декретном )?(?:отпуске|командировке|отъезде)|отсутству(?:ю|ем|ет)|отсутствовать|не на (?:рабочем )?месте|вне офиса|недоступ(?:ен|на)|на больничном)\b)",
        r"\bменя (?:\w+ ){0,3}(?:нет|не будет) (?:на (?:рабочем )?месте|в офисе)",
        r"^(?:нахожусь|отсутствую|в отпуске|нет на месте|сейчас отсутствую)",
        r"\bнахожусь в (?:\w+ )?(?:отпуске|командировке)",
        r"\bменя (?:\w+ ){0,3}(?:нет|не будет)\b|\b(?:я|мы|нахожусь|буду|сейчас)(?: [\w.,-]+){0,5}? (?:на (?:больничном|конференции|выставке|обучении|совещании)|в (?:отпуске|командировке|отъезде|декрете|пути))|\bофис(?: \w+){0,3}? (?:закрыт|не работает)|\bнахожусь на больничном",
    ),
    "uk": (
        r"(?:\b(?:я|ми|буду|перебуваю|зараз|наразі|тимчасово)(?: [\w.,-]+){0,6}? (?:у відпустці|в відпустці|у відрядженні|в відрядженні|відсутн(?:ій|я|і)|не на (?:робочому )?місці|поза офісом)\b)",
        r"\bмене (?:\w+ ){0,3}(?:немає|не буде) (?:на (?:робочому )?місці|в офісі)",
        r"\bперебуваю у (?:\w+ )?(?:відпустці|відрядженні)",
        r"\bмене (?:\w+ ){0,3}(?:немає|не буде|нема)\b|\b(?:я|ми|перебуваю|буду|зараз)(?: [\w.,-]+){0,5}? (?:на (?:лікарняному|конференції|виставці|навчанні)|у (?:відпустці|відрядженні|декреті))|\bофіс(?: \w+){0,3}? (?:зачинен\w+|не працює)",
    ),
    "ja": (
        r"(?:休暇|休み|お休み|有給|出張|外出|夏季休業|休業|育児休業|産休|育休|不在|長期休暇|夏休み|冬期休業|年末年始休業|冬季休業)(?:を(?:いただ|頂|取得|取ら)|中|に入|のため|とさせて|とな[っりる]|して(?:おり|い)|で(?:す|ござい|不在)|により)",
        r"不在(?:に|と|で|です|のため|期間)",
        r"(?:席|オフィス|会社)を(?:外して|離れて|空けて|不在)",
        r"(?:休業|休暇|不在)期間",
        r"(?:終日|本日|明日)[^。]{0,12}(?:外出|不在|休み|出張|お休み)|(?:育児|産前産後|介護|夏季|冬季|年末年始|有給|特別|慶弔)(?:休業|休暇)|(?:社員旅行|研修|展示会)のため",
    ),
    "zh": (
        r"(?:我|本人|目前|现|現|正|将|將|于|於|自|从|從|因)[^。！!?？]{0,40}?(?:休假|出差|外出|请假|請假|放假|度假|年假|产假|產假|休息|不在(?:办公室|辦公室|公司|岗|崗|国内|座位)|离开办公室|離開辦公室|不在办公|无法(?:及时)?(?:查看|回复|处理)|無法(?:即時)?(?:查看|回覆|處理))",
        r"^(?:休假|出差|外出|请假|請假|不在办公室)",
        r"(?:正在|在)(?:休假|休年假|出差|度假|外出|休產假|休产假|放假)",
        r"(?:我|本人|公司|本公司|我司|我们|我們)(?:今天|今日|明天|本周|本週|这周|這週|目前|现|現|正|将|將|因|春节|春節|国庆|國慶)?[^。！!?？]{0,20}(?:请假|請假|休假|放假|年假|出差|休息|不办公|不辦公|外出|病假|不上班)",
    ),
    "ko": (
        r"(?:휴가|연차|출장|부재|외근|육아\s?휴직|출산\s?휴가|여름\s?휴가|교육)\s?(?:중|입니다|로|인해|이며|기간|관계로|예정|을|를)",
        r"자리를\s?비우",
        r"부재\s?중",
        r"사무실에?\s?(?:없|부재)",
        r"(?:금일|오늘|내일|현재|이번\s?주)[^.]{0,16}(?:연차|휴가|출장|외근|부재|휴무|반차|교육)|휴무\s?(?:입니다|일|중|로)",
    ),
    "bg": (
        r"(?:в отпуск (?:съм|ще бъда)|(?:съм|ще бъда|намирам се)(?: [\w.,-]+){0,4}? (?:в (?:\w+ )?(?:отпуск|командировка|отпуска|болничен|болнични)|извън офиса|на (?:обучение|конференция|почивка))|отсъствам|няма да (?:съм|бъда) в офиса|не съм в офиса|офисът (?:е|ще бъде) затворен)",
        r"извън офиса(?: \w+)? (?:съм|до|от)|до \S+ (?:съм )?(?:в отпуск|извън)",
    ),
    "mk": (
        r"(?:на (?:\w+ )?(?:одмор|боледување) сум|сум (?:\w+ ){0,2}(?:на (?:\w+ )?(?:одмор|пат)|отсут\w+)|не сум (?:во )?канцеларија|надвор од канцеларија)",
    ),
    "sr": (
        r"(?:(?:na|на) (?:\w+ ){0,2}(?:odmoru|одмору|bolovanju|боловању|službenom putu|службеном путу|porodiljskom|породиљском)|(?:van|ван) (?:kancelarije|канцеларије)|(?:odsutan|odsutna|одсутан|одсутна|odsustvujem|одсуствујем)|(?:nisam|нисам|neću biti|нећу бити) (?:\w+ ){0,2}(?:u kancelariji|у канцеларији|dostup\w+|доступ\w+))",
    ),
    "hr": (
        r"\b(?:na (?:\w+ ){0,2}(?:odmoru|bolovanju|službenom putu|dopustu|porodiljnom|rodiljnom|edukaciji|sajmu)|na godišnjem\b|izvan ureda|van ureda|odsutan|odsutna|odsustvujem|(?:nisam|neću biti)(?: \w+){0,3} (?:u uredu|dostup\w+)|ured(?:i)? (?:je|su|će biti) (?:\w+ )?zatvoren\w*)\b",
    ),
    "sl": (
        r"\b(?:na (?:\w+ ){0,2}(?:dopustu|bolniški|službeni poti|izobraževanju|porodniški|sejmu|počitnicah)|odsot(?:en|na)|izven pisarne|zunaj pisarne|me (?:\w+ ){0,2}ni v pisarni|ni me v pisarni|nisem (?:dosegljiv|v pisarni)\w*|ne bom (?:dosegljiv|v pisarni)\w*)\b",
    ),
    "ca": (
        r"\b(?:estic|estaré|em trobo|estem|estarem)(?: \w+){0,4}? (?:de (?:vacances|viatge|baixa|permís)|fora|absent|en una (?:fira|formació))\b|\b(?:soc|sóc|seré) (?:\w+ )?fora\b|\b(?:no (?:soc|seré|estic|estaré))(?: \w+){0,2}? (?:a l'oficina|al despatx|disponible)",
        r"\b(?:seré|serem|estaré) (?:de vacances|fora|absent)",
    ),
    "gl": (
        r"\b(?:estou|estarei|atópome|estamos)(?: \w+){0,4}? (?:de (?:vacacións|viaxe|baixa|permiso)|fóra|ausente)\b",
    ),
    "eu": (
        r"\b(?:oporretan|bajan|kanpoan|bidaian)(?: \w+){0,2}? (?:nago|egongo naiz|gaude)|\b(?:ez nago|ez naiz egongo) bulego\w*|\bbulegotik kanpo",
    ),
    "et": (
        r"\b(?:olen|viibin|oleme|ma olen)(?: \w+){0,4}? (?:puhkusel|lähetuses|komandeeringus|haiguslehel|eemal|koolitusel|lapsehoolduspuhkusel|kontorist (?:eemal|väljas)|messil)|\b(?:ei ole|pole|ei viibi)(?: \w+){0,2}? (?:kontoris|kättesaadav|tööl)|\bkontor on (?:\w+ )?suletud",
    ),
    "lv": (
        r"\b(?:esmu|atrodos|būšu|esam)(?: \w+){0,4}? (?:atvaļinājumā|komandējumā|prombūtnē|slimības lapā|ārpus biroja|bērna kopšanas|dekrētā|apmācībās)|\b(?:neesmu|nebūšu)(?: \w+){0,2}? (?:birojā|sasniedzam\w+|pieejam\w+|darbā)|\batvaļinājum\w+ līdz",
    ),
    "lt": (
        r"\batostogauj\w*|\b(?:esu|būsiu|esame)(?: \w+){0,4}? (?:atostogose|komandiruotėje|nedarbingum\w+|išvykęs|išvykusi|motinystės|ne biure|mokymuose|parodoje)|\b(?:nesu|nebūsiu)(?: \w+){0,2}? (?:biure|darbe|pasiekiam\w+|darbo vietoje)",
    ),
    "el": (
        r"(?:απουσιαζω|θα απουσιαζω|λειπω|θα λειπω|(?:ειμαι|βρισκομαι|θα ειμαι|θα βρισκομαι|ειμαστε)(?: [\w.,-]+){0,4}? (?:σε (?:\w+ )?(?:αδεια|διακοπες|ταξιδι|συνεδριο|εκπαιδευση)|εκτος γραφειου|εκτος εδρας|με αδεια|στο εξωτερικο)|δεν (?:ειμαι|βρισκομαι|θα ειμαι) (?:\w+ )?(?:στο γραφειο|διαθεσιμ\w+)|(?:γραφειο|εταιρεια|επιχειρηση)\w*(?: \w+){0,4}? κλειστ\w+)",
    ),
    "he": (
        r"(?:אני|אהיה|אנחנו|הריני)[^.]{0,24}(?:בחופש|מחוץ למשרד|בחו\"ל|במילואים|במחלה|בנסיעה|בנסיעת|בהשתלמות|לא זמי|בכנס)|אינני (?:במשרד|זמי|נמצא)|איני (?:במשרד|זמי|נמצא)|לא אהיה (?:במשרד|זמי)|המשרד (?:\w+ )?סגור|בחופשת (?:לידה|מחלה)",
        r"מחוץ למשרד עד",
    ),
    "ar": (
        r"(?:في|ب)\s?(?:إجازة|اجازة|إجازتي|رحلة عمل|مهمة عمل|سفر|عطلة)|خارج (?:المكتب|البلاد|الدولة|العمل)|(?:لست|لن اكون|لن أكون|غير) (?:\S+ )?(?:في المكتب|متواجد|متاح|موجود)|مكتبنا مغلق|المكتب مغلق",
    ),
    "fa": (
        r"(?:در|به) (?:\S+ )?(?:مرخصی|سفر کاری|ماموریت|مأموریت|تعطیلات)|خارج از (?:دفتر|محل کار|شرکت)|در (?:دفتر|محل کار|شرکت) (?:نیستم|نخواهم بود|حضور ندارم)|دفتر (?:\S+ )?تعطیل",
    ),
    "th": (
        r"(?:ลาพักร้อน|ลาพักผ่อน|ลากิจ|ลาป่วย|ลาคลอด|ไม่อยู่(?:ที่)?(?:สำนักงาน|ออฟฟิศ|บริษัท|โต๊ะ)|ไม่ได้อยู่(?:ที่)?(?:สำนักงาน|ออฟฟิศ)|เดินทางไป(?:ต่างประเทศ|ราชการ|ทำงาน)|ไปราชการ|อยู่ระหว่าง(?:การ)?ลา|หยุดทำการ|ปิดทำการ|ไม่สะดวกตอบ)",
    ),
    "vi": (
        r"\b(?:đang|sẽ|hiện|tôi|hôm nay)(?: \w+){0,4}? (?:nghỉ (?:phép|lễ|mát|ốm|thai sản|việc riêng)|đi công tác|đi vắng|vắng mặt|không có mặt|ở ngoài văn phòng|không ở văn phòng|đi du lịch)|\bnghỉ phép (?:từ|đến|hết)|\bvăn phòng (?:\w+ ){0,3}(?:đóng cửa|nghỉ)",
    ),
    "id": (
        r"\b(?:sedang|akan|saya|kami|sementara)(?: \w+){0,4}? (?:cuti|di luar (?:kantor|kota|negeri)|dinas(?: luar)?|tidak (?:berada )?di kantor|libur|perjalanan dinas|tidak masuk|sakit)\b|\bkantor (?:\w+ ){0,3}(?:tutup|libur)",
    ),
    "ms": (
        r"\b(?:sedang|akan|saya|kami)(?: \w+){0,4}? (?:bercuti|cuti|di luar (?:pejabat|kawasan|negara)|tidak (?:berada )?di pejabat|kursus)\b|\bpejabat (?:\w+ ){0,3}(?:tutup|bercuti)",
    ),
    "hi": (
        r"(?:छुट्टी|अवकाश|यात्रा|दौरे) (?:पर|में)|(?:कार्यालय|दफ़्तर|दफ्तर|ऑफिस|ऑफ़िस) (?:से बाहर|में (?:उपलब्ध )?नहीं)|(?:कार्यालय|दफ्तर|ऑफिस) (?:\S+ ){0,3}बंद",
    ),
    "is": (
        r"\b(?:er|verð|ég er)(?: \w+){0,4}? (?:í (?:\w*fríi|orlofi|leyfi|fæðingarorlofi|sumarleyfi)|fjarverandi|ekki við|erlendis|á (?:námskeiði|ráðstefnu))",
    ),
    "sq": (
        r"\b(?:jam|jemi|do të jem)(?: \w+){0,4}? (?:me (?:pushime|leje)|jashtë zyre|në (?:pushime|udhëtim))|\bnuk jam në zyrë",
    ),
    "af": (
        r"\bek (?:is|sal)(?: \w+){0,4}? (?:met (?:\w*verlof|vakansie)|uit die kantoor|nie in die kantoor|op (?:verlof|vakansie))",
    ),
    "sw": (r"\b(?:niko|nitakuwa|nipo)(?: \w+){0,3}? (?:likizo|nje ya ofisi|safarini)",),
    "tl": (r"\b(?:naka-?bakasyon|nakabakasyon|wala (?:po )?ako sa opisina|naka-?leave)",),
    "ka": (r"შვებულებაში|მივლინებაში|ოფისში არ ვ",),
    "hy": (r"արձակուրդ(?:ում|ի)|գործուղ|գրասենյակում չ",),
    "az": (r"\b(?:məzuniyyətdə\w*|ezamiyyətdə\w*|ofisdə (?:deyiləm|olmayacağam))",),
    "kk": (r"(?:демалыста|іссапарда|кеңседе (?:жоқ|болмай))\w*",),
    "bn": (r"(?:ছুটিতে|অফিসের বাইরে|অফিসে নেই)",),
    "ta": (r"(?:விடுப்பில்|விடுமுறையில்|அலுவலகத்தில் இல்லை)",),
    "ur": (r"(?:چھٹی|رخصت) پر|دفتر (?:سے باہر|میں (?:موجود )?نہیں)",),
}

# "Back on Monday": implies that someone is away, with less certainty.
RETURN = {
    "en": (
        r"\b(?:returning(?! (?:it|this|them|your|the (?!office)))|return(?! (?:it|this|them|your|the (?!office|\d)))|back|reopen(?:s|ing)?|available again|resume(?:s|ing)?(?: work)?)(?: [\w']+){0,4}? (?:on|to the office|in the office|in office|at my desk|to work|online|from|at work|monday|tuesday|wednesday|thursday|friday|next week|tomorrow|the \d|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*|\d)",
    ),
    "de": (
        r"\b(?:bin|sind|stehe|stehen|melde|komme|erreichen sie|kehre) (?:ich|wir|mich)?\b(?:[^.!?]|\d\.){0,60}?\b(?:wieder|zurück|retour)\b|\bab (?:dem |montag|dienstag|mittwoch|donnerstag|freitag|\d)(?:[^.!?]|\d\.){0,40}?\b(?:wieder|zurück|erreichbar|retour)\b|\bkomme\b[^.!?]{0,30}\bretour\b",
    ),
    "fr": (
        r"\bje (?:reprends|reprendrai|reviens|reviendrai|serai de retour|rentre|rentrerai)\b|\bde retour (?:le|demain|lundi|mardi|mercredi|jeudi|vendredi|à partir|au bureau|début|fin|en)|\b(?:réouverture|rouvrira|rouvriront|reprise) ",
    ),
    "es": (
        r"\bme (?:reincorpor\w+|incorpor\w+)|\b(?:vuelvo|volveré|regreso|regresaré|retorno|retornaré|estaré de (?:vuelta|regreso))\b|\bde (?:vuelta|regreso) (?:el|al|a la|mañana|en)",
    ),
    "it": (
        r"\b(?:rientro|rientrerò|ritorno|tornerò|torno|sarò di nuovo|saremo di nuovo|riapre|riapriamo|riapriremo)\b",
    ),
    "pt": (
        r"\b(?:volto|voltarei|regresso|regressarei|retorno|retornarei|retomo|estarei de volta|estou de volta|voltamos|reabrimos)\b",
    ),
    "nl": (
        r"\b(?:ben|zijn|keer|kom) (?:ik|wij|we)?\b[^.!?]{0,40}\b(?:terug|weer (?:aanwezig|bereikbaar|op kantoor|open))\b|\bvanaf (?:\w+ )?\d[^.!?]{0,40}\b(?:weer|terug)\b",
    ),
    "pl": (r"\b(?:wracam|wrócę|będę z powrotem|powrót|będę dostępn\w+|będę w biurze)\b",),
    "sv": (
        r"\b(?:tillbaka|åter(?:kommer)?)(?: \w+){0,3}? (?:den|på|i|måndag|tisdag|onsdag|torsdag|fredag|imorgon|\d|v\.?|vecka)",
    ),
    "da": (r"\b(?:tilbage|retur)(?: \w+){0,3}? (?:den|på|i|mandag|tirsdag|onsdag|torsdag|fredag|morgen|\d|uge)",),
    "no": (r"\b(?:tilbake)(?: \w+){0,3}? (?:den|på|i|mandag|tirsdag|onsdag|torsdag|fredag|morgen|\d|uke)",),
    "fi": (r"\b(?:palaan|olen takaisin|takaisin (?:töissä|toimistolla)|tavoitettavissa (?:taas|jälleen))",),
    "cs": (
        r"\b(?:vracím se|vrátím se|budu zpět|zpět (?:v kanceláři|od|v)|opět (?:k dispozici|v kanceláři|dostupn\w+))",
    ),
    "sk": (r"\b(?:vraciam sa|vrátim sa|budem späť|späť (?:v kancelárii|od)|opäť (?:k dispozícii|v kancelárii))",),
    "hu": (
        r"\b(?:visszatér\w+|visszajöv\w+|ismét (?:elérhető|irodá)\w*|újra (?:elérhető|irodá|dolgoz)\w*|legközelebb\b)",
    ),
    "tr": (r"\b(?:döneceğim|dönüyorum|ofiste olacağım|iş ?başı|döndüğümde|dönüş tarih\w*)",),
    "ro": (r"\b(?:revin|mă întorc|mă voi întoarce|voi reveni|sunt înapoi)\b",),
    "ru": (
        r"\b(?:вернусь|возвращаюсь|буду (?:снова )?(?:на (?:рабочем )?месте|в офисе|на связи)|выйду на работу|выхожу)\b",
    ),
    "uk": (r"\b(?:повернусь|повернуся|повертаюсь|буду (?:знову )?(?:на (?:робочому )?місці|в офісі|на зв'язку))\b",),
    "ja": (
        r"(?:より|から)(?:通常|出社|出勤|営業|復帰|業務)|(?:出社|出勤|復帰|帰社|帰国)(?:いたし|予定|します|致し|は)|明日以降",
    ),
    "zh": (r"(?:返回|回到|恢复|恢復|回)(?:公司|办公室|辦公室|岗位|上班|工作|國內|国内)|(?:返岗|返工|复工|復工|上班)",),
    "ko": (r"(?:복귀|출근|정상\s?근무|업무\s?재개)",),
    "bg": (r"(?:ще (?:се върна|бъда отново|отговоря)|връщам се|на линия съм)",),
    "mk": (r"се враќам|ќе (?:се вратам|одговорам)",),
    "sr": (r"(?:vraćam se|враћам се|javiću se|јавићу се|odgovoriću|одговорићу|ponovo (?:u kancelariji|dostup\w+))",),
    "hr": (
        r"\b(?:vraćam se|vratit ću se|javit ću se|odgovorit ću|ponov?no (?:sam |)?(?:u uredu|dostup\w+|od)|u uredu sam)",
    ),
    "sl": (r"\b(?:vrnem se|vrnil(?:a)? se bom|odgovor(?:im|il bom|ila bom)|ponovno (?:v pisarni|dosegljiv\w*))",),
    "ca": (r"\b(?:tornaré|torno|em reincorpor\w+|respondré|seré de nou|a la (?:meva )?tornada)",),
    "gl": (r"\b(?:volverei|volvo|regresarei|reincorpór\w+|responderei)",),
    "eu": (r"\b(?:itzuliko naiz|itzultzean|bueltan)",),
    "et": (r"\b(?:naasen|tagasi (?:kontoris|tööl|olen)|olen tagasi|vastan (?:\w+ ){0,4}(?:pärast|naas\w+|esimesel))",),
    "lv": (r"\b(?:atgriezīšos|atgriežos|atbildēšu|būšu atpakaļ|pēc atgriešanās)",),
    "lt": (r"\b(?:grįšiu|grįžtu|grįžęs|grįžusi|atsakysiu|vėl dirbsiu)",),
    "el": (r"(?:θα επιστρεψω|επιστρεφω|θα απαντησω|επιστροφη μου|θα ειμαι (?:και )?παλι)",),
    "he": (r"(?:אחזור|אשוב|אשיב|אענה|חוזר|בשובי|עם חזרתי)",),
    "ar": (r"(?:سأعود|ساعود|سوف أعود|أعود|سأرد|عند عودتي|بعد عودتي|العودة إلى العمل|سأكون متاح)",),
    "fa": (r"(?:بازخواهم گشت|باز می ?گردم|برمی ?گردم|پس از بازگشت|بعد از بازگشت|پاسخ خواهم داد)",),
    "th": (r"(?:จะกลับมา|กลับมาทำงาน|กลับเข้า|เมื่อกลับมา|จะตอบกลับ|เปิดทำการ)",),
    "vi": (r"\b(?:quay lại|trở lại|sẽ (?:trả lời|phản hồi|liên hệ)|có mặt (?:lại|trở lại))",),
    "id": (
        r"\b(?:kembali (?:ke|bekerja|pada|masuk|di)|akan (?:membalas|merespon|kembali|menanggapi)|setelah kembali|masuk kembali)",
    ),
    "ms": (r"\b(?:kembali (?:ke|bertugas|pada|bekerja)|akan (?:membalas|menjawab|kembali))",),
    "hi": (r"(?:लौट(?:ने|ूँगा|ूंगा|ूँगी|ूंगी)|वापस (?:आ|लौट)|उत्तर दूँगा|जवाब दूंगा|उपलब्ध रहूँगा)",),
    "is": (r"\b(?:kem (?:aftur|til baka)|mun svara|sný aftur)",),
}

# Typical topics of an absence. People talk about them, too: weak evidence on their own.
TOPIC = {
    "en": (
        r"\b(?:vacation|holidays?|annual leave|on leave|\w+ leave|out of (?:the )?(?:office|town|country)|away|absen(?:ce|t)|clos(?:ed|ure)|travell?ing|offline|pto|sick|surgery|hospital|(?:office|opening|working) hours|not monitored|detox|delayed (?:repl|respon)\w*|slow(?:er)? (?:to )?(?:repl|respon)\w*|for the day|check (?:e-?mails?|my|this|the)|day off|days off|time off|time zone|unavailable|reopen|limited (?:access|internet)|client site|conference|trade fair|sabbatical|retreat|off[- ]grid|off the grid|unplug(?:ged|ging)?|staycation|unreachable|due to illness|secondment|newborn|funeral|workshops?|in transit|part[- ]time|day to recharge|mental health day|summer break|\w+ shutdown)\b",
        r"\b(?:read(?:ing)?|check(?:ing)?|see(?:ing)?|look(?:ing)? at|back to|get to|getting to|dig(?:ging)? through|catch(?:ing)? up on|attend(?:ing)? to) (?:\w+ )?(?:(?:your|my|this|the) )?(?:e-?mails?|mails?|inbox|messages?)\b[^.!?]{0,30}\b(?:again|once|when|until|after|tomorrow|then|on (?:mon|tue|wed|thu|fri|sat|sun|the)|\d)",
        r"\b(?:replies|e-?mails|messages) (?:will|may) be (?:slow|delayed|late|answered|read)|\bnot (?:be )?(?:reading|monitoring|checking|online)\b|\b(?:i|staff|team|office|we) returns? (?:on |in |at )?(?:the )?(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)|\bexpect to hear from (?:me|us) (?:after|on|from|once|when|in)\b|\bon (?:a|the) (?:plane|flight|boat|mountain|train)\b|\b(?:i'm|i am|nobody's|nobody is|recipient is) (?:not )?(?:here|home|around)\b",
    ),
    "de": (
        r"\b(?:urlaub\w*|\w+urlaub|ferien|\w+ferien|feiertag\w*|abwesen\w+|geschlossen|dienstreise\w*|geschäftsreise\w*|unterwegs|krank\w*|elternzeit|mutterschutz|kur|reha|messe|fortbildung|schulung|teilzeit|nicht (?:im|am|erreichbar)|verzöger\w+|sommerpause|außer haus|vertret\w+|feierabend|brückentag|\w*erkrankt|hochzeitsreise|freier tag|freien tag|auszeit|ausgebucht)\b",
    ),
    "fr": (
        r"\b(?:congés?|vacances|absen(?:t|te|ce)\w*|fermé\w*|fermeture|déplacement|voyage|étranger|maladie|maternité|parental|formation|mi-temps|temps partiel|indisponib\w+|jours? fériés?|rtt|pont|(?:à|dès) mon retour|n'aurai (?:pas|aucun) accès|sans réseau|retour prévu|jours? de repos)\b",
    ),
    "es": (
        r"\b(?:vacaciones|ausen\w+|fuera de|cerrad\w+|de viaje|permiso|baja|maternidad|festivo|feriado|feria|formación|licencia|teletrabajo|incapacidad|descanso|congreso|(?:contestaré|responderé) con retraso|(?:no tendré|sin) acceso|a mi (?:regreso|vuelta)|cuando (?:regrese|vuelva))\b",
    ),
    "it": (
        r"\b(?:ferie|vacanz\w+|assen\w+|chius\w+|fuori|trasferta|viaggio|malattia|maternità|permesso|fiera|festività|part-?time)\b",
    ),
    "pt": (
        r"\b(?:férias|ausen\w+|fora d\w+|fechad\w+|encerrad\w+|viagem|licença|baixa|maternidade|feriado|recesso|folga)\b",
    ),
    "nl": (
        r"\b(?:vakantie\w*|verlof|\w+verlof|afwezig\w*|gesloten|vrij|op reis|zakenreis|ziek|beurs|cursus|bouwvak|parttime|feestdag\w*|tussenuit)\b",
    ),
    "pl": (
        r"\b(?:urlop\w*|nieobecn\w+|nieczynn\w+|zamknięt\w+|delegacj\w+|zwolnieni\w+|szkoleni\w+|świąt\w*|poza biurem|wyjazd\w*|macierzyńsk\w+)\b",
    ),
    "sv": (r"\b(?:semester\w*|frånvar\w+|stängt|tjänsteresa|sjuk\w*|\w*ledig\w*|mässa|kurs|helgdag|resa)\b",),
    "da": (r"\b(?:\w*ferie\w*|fravær\w*|lukket|forretningsrejse|syg\w*|barsel\w*|orlov|kursus|messe|helligdag)\b",),
    "no": (
        r"\b(?:\w*ferie\w*|fravær\w*|stengt|tjenestereise|syk\w*|\w*permisjon\w*|kurs|messe|helligdag|avspasering)\b",
    ),
    "fi": (r"\b(?:\w*loma\w*|poissa\w*|suljettu|työmatka\w*|sairas\w*|koulutu\w+|messu\w+|arkipyhä|vapaalla)\b",),
    "cs": (
        r"\b(?:dovolen\w+|nepřítom\w+|zavřen\w*|služební cest\w+|nemoc\w*|školení|veletrh\w*|svát\w+|mimo kancelář|mateřsk\w+)\b",
    ),
    "sk": (
        r"\b(?:dovolenk\w+|neprítom\w+|zatvoren\w*|služobn\w+ cest\w+|chor\w+|školeni\w+|veľtrh\w*|sviat\w+|mimo kancel\w+|matersk\w+)\b",
    ),
    "hu": (r"\b(?:szabadság\w*|távol\w*|zárva|kiküldetés\w*|beteg\w*|képzés\w*|ünnep\w*|irodán kívül|gyes\w*)\b",),
    "tr": (
        r"\b(?:izin\w*|izni\w*|tatil\w*|dönüşümde|ofis dışı\w*|kapalı\w*|seyahat\w*|hasta\w*|rapor\w*|eğitim\w*|bayram\w*|fuar\w*)\b",
    ),
    "ro": (r"\b(?:concedi\w+|vacanț\w+|absen\w+|închis\w*|delegați\w+|deplasare|bolnav\w*|sărbător\w+|maternitate)\b",),
    "ru": (
        r"\b(?:отпуск\w*|отсутств\w+|командировк\w+|больничн\w+|закрыт\w*|праздник\w*|выходн\w+|обучени\w+|выставк\w+|декрет\w*|не на месте)\b",
    ),
    "uk": (
        r"\b(?:відпуст\w+|відсутн\w+|відряджен\w+|лікарнян\w+|зачинен\w*|свят\w+|вихідн\w+|навчанн\w+|виставц\w+|декрет\w*)\b",
    ),
    "bg": (r"\b(?:отпуск\w*|отсъств\w+|командировка|болнич\w+|затворен\w*|празни\w+|извън офиса|почив\w+)\b",),
    "sr": (r"\b(?:odmor\w*|одмор\w*|odsut\w+|одсут\w+|bolovanj\w+|службен\w+ пут\w*|praznik\w*|zatvoren\w*)\b",),
    "hr": (
        r"\b(?:odmor\w*|godišnj\w+|odsut\w+|bolovanj\w+|službeno\w+ put\w*|praznik\w*|blagdan\w*|zatvoren\w*|izvan ureda)\b",
    ),
    "sl": (r"\b(?:dopust\w*|odsot\w+|bolniš\w+|službeni poti|praznik\w*|zaprt\w*|izven pisarne)\b",),
    "ca": (r"\b(?:vacances|absen\w+|fora de|tancat\w*|viatge|baixa|permís|festiu)\b",),
    "et": (r"\b(?:puhkus\w*|eemal|suletud|lähetus\w*|haigus\w*|koolitus\w*|püha\w*)\b",),
    "lv": (r"\b(?:atvaļinājum\w*|prombūtn\w+|slēgt\w*|komandējum\w*|slim\w+|svētk\w+)\b",),
    "lt": (r"\b(?:atostog\w*|neb\w+ biure|uždaryt\w*|komandiruot\w+|nedarbing\w+|švent\w+)\b",),
    "el": (r"(?:αδεια|διακοπες|απουσι\w+|λειπω|κλειστ\w+|ταξιδι\w*|εκτος γραφειου|αργια)",),
    "he": (r"(?:חופש\w*|מחוץ למשרד|סגור|נסיעה|מחלה|מילואים|חג)",),
    "ar": (r"(?:إجازة|اجازة|عطلة|خارج|مغلق|سفر|مرض)",),
    "fa": (r"(?:مرخصی|تعطیل|سفر|مأموریت|ماموریت|بیمار)",),
    "th": (r"(?:ลาพักร้อน|วันลา|วันหยุด|หยุดทำการ|ปิดทำการ|ไม่อยู่|ลาคลอด|ลาป่วย|เดินทาง)",),
    "vi": (r"\b(?:nghỉ (?:phép|lễ|ốm|thai sản)|công tác|vắng mặt|đóng cửa)\b",),
    "id": (r"\b(?:cuti|libur|dinas|tutup|sakit|di luar kantor)\b",),
    "ms": (r"\b(?:cuti|bercuti|tutup|sakit|di luar pejabat)\b",),
    "hi": (r"(?:छुट्टी|अवकाश|बंद|यात्रा|दौरे)",),
    "ja": (r"(?:休暇|休業|お休み|不在|出張|外出|休み|産休|育休)",),
    "zh": (r"(?:休假|放假|请假|請假|年假|出差|外出|病假|产假|產假|不在)",),
    "ko": (r"(?:휴가|휴무|연차|출장|부재|외근|휴직|병가)",),
}
