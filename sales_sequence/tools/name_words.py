# License LGPL-3.0 or later: see LICENSE.
"""Words that tell what part of a name is no first name. All folded: see `names`."""


def _set(words):
    return frozenset(words.split())


# What stands before a name. Of somebody who is called by a title and one word, that word is the family name.
TITLES = _set(
    """
    mr mrs ms miss mx mister madam dr doctor prof professor sir lord lady rev hon capt lt col gen
    herr frau fr fräulein herrn hr dipl mag ing univ med jur phil rer nat habil h c hc
    m mm mme mlle monsieur madame mademoiselle me maître docteur
    sr sra srta señor señora señorita don doña d dª lic arq
    sig sigg signor signore signora signorina dott dottor dottore dottssa rag geom avv arch prof.ssa profssa
    dhr mevr mw mevrouw meneer drs ir mr.dr
    senhor senhora dom dona exmo exma eng engª
    pan pani panna mgr inż hab herra rouva fru fröken bay bayan г-н г-жа господин госпожа
    """
)

# What stands behind a name.
SUFFIXES = _set(
    """
    jr sr junior senior ii iii iv phd ph.d dphil md mba msc m.sc bsc b.sc ba ma b.a m.a llm ll.m esq cpa cfa pmp
    ceo cto cfo coo cmo cio vp gf
    """
)

# What a family name may begin with. A given name that looks the same is rarer, and is left out as doubtful.
PARTICLES = _set(
    """
    van von vom zu zum zur der den ter ten te t de del della dei degli di da das dos do du des la le les lo el af av
    y e bin ibn abu abd ait aït st ste san santa mac mc
    """
)

# What only companies, teams and mailboxes are called.
COMPANY_WORDS = _set(
    """
    gmbh mbh ag kg kgaa ohg gbr ug e.v e.k inc incorporated llc llp lp ltd limited plc corp corporation co
    company cie sa s.a sas s.a.s sarl s.a.r.l eurl srl s.r.l spa s.p.a sl s.l slu lda ltda bv b.v nv n.v vof cv oy oyj
    ab aps a/s asa sp z.o.o zoo sro s.r.o kft zrt bt doo d.o.o pty pte pvt gesmbh sagl sàrl eood ooo ооо зао оао ао
    group gruppe groupe grupo gruppo groep holding holdings solutions services consulting consultants systems
    technologies technology software industries international global enterprises partners partner associates ventures
    trading logistics international media agency agentur agence studio studios werke handels vertriebs verlag institut
    university universität université universidad università bank versicherung hotel restaurant club verein stiftung
    foundation association
    team sales support info office department dept abteilung einkauf vertrieb verkauf sekretariat buchhaltung
    marketing contact kontakt service customer kunde kunden kundenservice empfang zentrale reception purchasing
    procurement accounting accounts finance billing hr it admin administrator webmaster postmaster newsletter noreply
    no-reply helpdesk hello mail email ventas compras administración achats ventes commercial direction comptabilité
    vendite acquisti ufficio amministrazione verkoop inkoop administratie geschäftsleitung geschäftsführung management
    inhaber gérant titolare website visitor shop store garage bäckerei boulangerie
    metzgerei apotheke pharmacie farmacia stadtwerke praxis kanzlei family familie famille familia famiglia família fam
    """
)

# What people enter where they know no name.
PLACEHOLDERS = _set(
    """
    n/a na n.a none null nil unknown unbekannt inconnu inconnue desconocido sconosciuto onbekend desconhecido nobody
    noname anonymous anonym anonyme test tester tbd tba k.a undefined false true guest gast user lead prospect name
    vorname nachname firstname lastname nom prénom nombre client cliente klant dear there the privat private privato
    hi hey hallo attn att attention zhd z.hd sehr geehrte geehrter cher chère estimado estimada
    """
)
