"""This module knows the endings of the names of hosts and of files, because "evil.com" and "report.pdf" look alike."""

# These are countries' domains and the most usual others; a list of all would be long, and grows each month.
_COUNTRIES = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv bw by bz ca cc cd cf cg
    ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi
    gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky
    kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl
    no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr
    ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za
    zm zw
"""
_OTHERS = """
    com net org info biz edu gov mil int arpa example test invalid localhost local name pro mobi asia cat jobs tel travel aero
    coop museum post xxx app dev page web cloud online site website space store shop tech xyz top club live life today news blog
    email support help chat services service solutions systems software digital agency company business center network
    group team work works world global zone link click download digital host hosting press media design studio art art
    academy school education university institute health care clinic doctor dental legal law attorney tax finance
    financial money cash bank loan loans credit insurance fund investments capital market markets trade trading exchange bid
    auction sale deals discount gift gifts cheap fun games game casino bet poker win party social dating sexy porn
    pizza restaurant cafe bar pub kitchen food wine beer coffee hotel holiday tours flights vacations rent rentals
    house homes properties property estate realestate land immo immobilien haus gmbh ltd llc inc berlin koeln hamburg
    bayern wien swiss paris london madrid barcelona amsterdam nyc tokyo eus gal bzh corsica alsace versicherung reisen
    kaufen schule guru expert experts tips guide review reviews report watch video photo photos photography pics pictures
    gallery camera film movie music audio radio tv fm games tube stream fit fitness run bike racing football golf yoga
    ninja rocks cool wtf lol vip one red blue black green pink ink plus buzz icu cyou monster quest rest sbs cfd bond lat
    bio eco energy solar earth farm garden flowers fish dog pet vet horse family baby kids toys moda fashion clothing shoes
    jewelry boutique salon beauty hair makeup tattoo direct express delivery parts auto cars car taxi limo supply supplies
    tools equipment industries engineering construction builders contractors plumbing repair cleaning security
    lawyer accountant accountants consulting management marketing ventures partners associates foundation charity
    church faith community forum wiki codes computer domains zip mov foo new how day prof phd esq nexus android google
    goog youtube gmail amazon apple microsoft azure office bing ibm xbox
"""
TOP_LEVEL = frozenset(f"{_COUNTRIES} {_OTHERS}".split())
# A bare name with one of these endings is a file; with "www." before it or a path behind it, it is a link.
FILES = frozenset("""
    pdf csv tsv xls xlsx xlsm doc docx ppt pptx txt rtf md rst html htm xml json jsonl yaml yml toml ini cfg conf log zip gz tar
    png jpg jpeg gif svg webp heic mp3 mp4 mov exe msi dmg pkg apk ipa deb rpm jar bat ps1 sh py js ts css sql db bak pem key
    crt cer pfx p12 ics vcf eml msg cookie
""".split())  # fmt: skip
# These endings are both, and strangers register such names to look like files.
AMBIGUOUS = frozenset({"zip", "mov"})
