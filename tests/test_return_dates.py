# License LGPL-3.0 or later: see LICENSE.
# ruff: noqa: D103, E501
# (a test's name is its promise; each note is one line)
"""Return dates of absence notes: notes in many languages, and properties of any note."""

import time
from datetime import date, timedelta

import pytest
from babel.dates import format_skeleton
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.sales_sequence.tools.mail_text import InboundMail
from odoo.addons.sales_sequence.tools.return_date import MAX_DAYS_AHEAD, find_return_date
from odoo.addons.sales_sequence.tools.return_date_phrases import CUES

from .test_recognition import write


def back(text, **headers):
    return find_return_date(InboundMail(write(text, **headers)))


def on(day):
    return day.strftime("%a, %d %b %Y 09:00:00 +0200")


# Sent on Monday, 3 August 2026.
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I am away from 3 to 14 August, back on 17 August.", date(2026, 8, 17)),
        ("I'm out of the office from the 3rd to the 17th of August.", date(2026, 8, 17)),
        ("I will be away 3rd August - 14th August inclusive.", date(2026, 8, 14)),
        ("I'm on vacation Aug 3-17.", date(2026, 8, 17)),
        ("On leave 3 Aug to 17 Aug 26", date(2026, 8, 17)),
        ("I am on leave until 17 Aug 26.", date(2026, 8, 17)),
        ("I am on leave until 17/08/26.", date(2026, 8, 17)),
        ("I am on leave until Monday, 17 August.", date(2026, 8, 17)),
        ("I am on leave from 10 August for two weeks.", date(2026, 8, 23)),
        ("I'm away for the next 10 days.", date(2026, 8, 12)),
        ("I'll be back in two weeks.", date(2026, 8, 17)),
        ("I will be back in a week.", date(2026, 8, 10)),
        ("I am away for three weeks starting 10 August", date(2026, 8, 30)),
        ("I'm back in week 35.", date(2026, 8, 24)),
        ("Out in calendar weeks 33 and 34.", date(2026, 8, 23)),
        ("I return on the 17th.", date(2026, 8, 17)),
        ("I'm out until the 14th, and will reply when I'm back.", date(2026, 8, 14)),
        ("Away until mid-August.", date(2026, 8, 15)),
        ("I'll be back early September.", date(2026, 9, 1)),
        ("Away until the end of August.", date(2026, 8, 31)),
        ("I am on holiday until after Easter.", None),
        ("I will be away from the office starting Monday August 3rd returning Monday August 17th", date(2026, 8, 17)),
        ("My last day before vacation is 7 August; I return on 31 August.", date(2026, 8, 31)),
        ("I am not available from 3 August. I will be available again from 17 August.", date(2026, 8, 17)),
        ("I will respond to your message upon my return as I am on leave from 10 August.", None),
        ("Start of leave: 3 August 2026\nEnd of leave: 14 August 2026", date(2026, 8, 14)),
        ("First day: 03.08.2026\nLast day: 14.08.2026", date(2026, 8, 14)),
        ("I am out of office from 3/8 to 17/8.", date(2026, 8, 17)),
        ("I am out of office from 8/3 to 8/17.", date(2026, 8, 17)),
        ("I am out of office until 17/8. On 9/8 there is a webinar", date(2026, 8, 17)),
        ("I am on maternity leave until September 2028.", None),
        ("I'm on parental leave until 30 June 2027.", date(2027, 6, 30)),
        ("Ich bin vom 3. bis zum 14. August im Urlaub und ab dem 17. August wieder erreichbar.", date(2026, 8, 17)),
        ("Ich bin vom 3.–17. August nicht im Haus.", date(2026, 8, 17)),
        ("Ab dem 3. August bin ich im Urlaub, zurück bin ich am 17.", date(2026, 8, 17)),
        ("Ab 10.8. bin ich für zwei Wochen im Urlaub.", date(2026, 8, 23)),
        ("Ich bin zwei Wochen im Urlaub.", date(2026, 8, 16)),
        ("Ich bin in KW 33 und 34 nicht da.", date(2026, 8, 23)),
        ("Ich bin bis einschließlich KW 34 im Urlaub.", date(2026, 8, 23)),
        ("Ab der 35. KW bin ich wieder da.", date(2026, 8, 24)),
        ("Ich bin bis Mitte August im Urlaub", date(2026, 8, 15)),
        ("Ab September bin ich wieder erreichbar.", date(2026, 9, 1)),
        ("Ich bin Anfang September wieder da.", date(2026, 9, 1)),
        ("Bin ab kommendem Montag wieder im Büro", date(2026, 8, 10)),
        ("Ich bin nächste Woche wieder erreichbar", date(2026, 8, 10)),
        ("Urlaub: 03.08. - 14.08.2026", date(2026, 8, 14)),
        ("Ich bin vom 03.08.26 bis 14.08.26 im Urlaub", date(2026, 8, 14)),
        ("Absent du 3 au 17 août", date(2026, 8, 17)),
        ("Je serai absent à partir du 3 août et de retour le 17 août.", date(2026, 8, 17)),
        ("Je suis en congés du lundi 3 août au vendredi 14 août inclus. Retour le lundi 17.", date(2026, 8, 17)),
        ("Je suis absent pour deux semaines.", date(2026, 8, 16)),
        ("De retour semaine 35.", date(2026, 8, 24)),
        ("Je suis absente jusqu'à fin août.", date(2026, 8, 31)),
        ("Je serai de retour mi-septembre", date(2026, 9, 15)),
        ("Estaré ausente desde el 3 de agosto y regreso el 17 de agosto.", date(2026, 8, 17)),
        ("Estaré de vacaciones del 3 al 17 de agosto", date(2026, 8, 17)),
        ("Estaré fuera durante dos semanas", date(2026, 8, 16)),
        ("Vuelvo el día 17.", date(2026, 8, 17)),
        ("Sono in ferie dal 3 agosto, rientro il 17 agosto.", date(2026, 8, 17)),
        ("Sarò assente dal 3 al 17 agosto.", date(2026, 8, 17)),
        ("Sono in ferie per due settimane", date(2026, 8, 16)),
        ("Rientro a fine agosto", date(2026, 8, 31)),
        ("Estou de férias desde 3 de agosto e regresso a 17 de agosto.", date(2026, 8, 17)),
        ("Estarei ausente de 3 a 17 de agosto", date(2026, 8, 17)),
        ("Volto no dia 17.", date(2026, 8, 17)),
        ("Ik ben vanaf 3 augustus met vakantie en op 17 augustus weer terug.", date(2026, 8, 17)),
        ("Ik ben van 3 t/m 14 augustus afwezig.", date(2026, 8, 14)),
        ("Ik ben twee weken met vakantie.", date(2026, 8, 16)),
        ("Vanaf week 35 ben ik weer bereikbaar.", date(2026, 8, 24)),
        ("Od 3 sierpnia jestem na urlopie, wracam 17 sierpnia.", date(2026, 8, 17)),
        ("Jestem na urlopie w dniach 3-14 sierpnia", date(2026, 8, 14)),
        ("Wracam 17.08.", date(2026, 8, 17)),
        ("Będę nieobecny przez dwa tygodnie", date(2026, 8, 16)),
        ("Jag är på semester från den 3 augusti och är tillbaka den 17 augusti.", date(2026, 8, 17)),
        ("Jag är åter vecka 35.", date(2026, 8, 24)),
        ("Jag är ledig v. 32-34.", date(2026, 8, 23)),
        ("Jeg er på ferie i uge 32 og 33.", date(2026, 8, 16)),
        ("Jeg er tilbage i uge 35", date(2026, 8, 24)),
        ("Jeg er på ferie fra 3. august og tilbake på jobb 17. august.", date(2026, 8, 17)),
        ("Jeg er på ferie i to uker.", date(2026, 8, 16)),
        ("Olen lomalla 3.8. alkaen ja palaan töihin 17.8.", date(2026, 8, 17)),
        ("Olen lomalla 3.-14.8.", date(2026, 8, 14)),
        ("Lomalla viikon 33 loppuun, palaan viikolla 34", date(2026, 8, 17)),
        ("Olen lomalla 14. elokuuta asti", date(2026, 8, 14)),
        ("Od 3. srpna jsem na dovolené, zpět budu 17.", date(2026, 8, 17)),
        ("Čerpám dovolenou od 3. do 14. srpna.", date(2026, 8, 14)),
        ("Som na dovolenke od 3. augusta, vraciam sa 17. augusta", date(2026, 8, 17)),
        ("Szabadságon vagyok augusztus 3-14. között.", date(2026, 8, 14)),
        ("Augusztus 14-ig szabadságon vagyok.", date(2026, 8, 14)),
        ("Augusztus 3-tól szabadságon vagyok, augusztus 17-től ismét elérhető vagyok", date(2026, 8, 17)),
        ("3 Ağustos'tan itibaren izindeyim, 17 Ağustos'ta ofise döneceğim.", date(2026, 8, 17)),
        ("3-14 Ağustos tarihleri arasında izinliyim.", date(2026, 8, 14)),
        ("14 Ağustos'a kadar izindeyim", date(2026, 8, 14)),
        ("Sunt în concediu din 3 august și revin pe 17 august.", date(2026, 8, 17)),
        ("Sunt în concediu în perioada 3-14 august", date(2026, 8, 14)),
        ("Я в отпуске с 3 по 14 августа. Выйду 17-го.", date(2026, 8, 17)),
        ("В отпуске две недели", date(2026, 8, 16)),
        ("З 3 серпня я у відпустці, повернуся 17 серпня", date(2026, 8, 17)),
        ("В отпуск съм от 3 август и ще се върна на 17 август", date(2026, 8, 17)),
        ("Na godišnjem sam od 3. kolovoza, vraćam se 17. kolovoza", date(2026, 8, 17)),
        ("Na dopustu sem od 3. avgusta, vrnem se 17. avgusta.", date(2026, 8, 17)),
        ("На одмору сам од 3. августа, враћам се 17. августа", date(2026, 8, 17)),
        ("Na odmoru sam od 3. avgusta, vraćam se 17. avgusta", date(2026, 8, 17)),
        ("Απουσιάζω από 3 Αυγούστου, επιστρέφω στις 17 Αυγούστου.", date(2026, 8, 17)),
        ("Θα λείπω από 3 έως 14 Αυγούστου", date(2026, 8, 14)),
        ("אני בחופשה מ-3 באוגוסט, אחזור ב-17 באוגוסט", date(2026, 8, 17)),
        ("אני בחופשה מ-3 עד 14 באוגוסט", date(2026, 8, 14)),
        ("אני בחופשה עד ה-14.8", date(2026, 8, 14)),
        ("أنا في إجازة من 3 أغسطس وسأعود في 17 أغسطس", date(2026, 8, 17)),
        ("أنا في إجازة من ٣ أغسطس حتى ١٤ أغسطس ٢٠٢٦", date(2026, 8, 14)),
        ("أنا في إجازة حتى 14 آب 2026", date(2026, 8, 14)),
        ("از 3 اوت تا 14 اوت در مرخصی هستم", date(2026, 8, 14)),
        ("मैं 3 अगस्त से छुट्टी पर हूँ, 17 अगस्त को वापस आऊँगा", date(2026, 8, 17)),
        ("मैं 14 अगस्त तक छुट्टी पर हूँ", date(2026, 8, 14)),
        ("ลาพักร้อน 3-14 สิงหาคม 2569", date(2026, 8, 14)),
        ("ลาพักร้อนตั้งแต่วันที่ 3 ส.ค. กลับมาทำงานวันที่ 17 ส.ค. 69", date(2026, 8, 17)),
        ("Tôi nghỉ phép từ ngày 3 tháng 8 và sẽ quay lại vào ngày 17 tháng 8 năm 2026.", date(2026, 8, 17)),
        ("Tôi nghỉ phép đến hết ngày 14/8", date(2026, 8, 14)),
        ("Saya cuti mulai 3 Agustus dan kembali pada 17 Agustus.", date(2026, 8, 17)),
        ("Saya cuti selama dua minggu", date(2026, 8, 16)),
        ("Saya bercuti dari 3 Ogos hingga 14 Ogos", date(2026, 8, 14)),
        ("Estic de vacances del 3 al 14 d'agost, torno el 17 d'agost.", date(2026, 8, 17)),
        ("Olen puhkusel alates 3. augustist, tagasi 17. augustil.", date(2026, 8, 17)),
        ("Olen puhkusel kuni 14. augustini", date(2026, 8, 14)),
        ("Esmu atvaļinājumā no 3. augusta, atgriezīšos 17. augustā.", date(2026, 8, 17)),
        ("Esmu atvaļinājumā līdz 14. augustam", date(2026, 8, 14)),
        ("Atostogauju nuo rugpjūčio 3 d. iki rugpjūčio 14 d.", date(2026, 8, 14)),
        ("Atostogauju nuo rugpjūčio 3 d., grįšiu rugpjūčio 17 d.", date(2026, 8, 17)),
        ("Oporretan nago abuztuaren 14ra arte.", date(2026, 8, 14)),
        ("Oporretan nago abuztuaren 3tik, abuztuaren 17an itzuliko naiz", date(2026, 8, 17)),
        ("8月3日から休暇で、8月17日に復帰します。", date(2026, 8, 17)),
        ("8月3日（月）から14日（金）まで休暇をいただきます。", date(2026, 8, 14)),
        ("8月17日より出社いたします", date(2026, 8, 17)),
        ("来週月曜日に復帰します", date(2026, 8, 10)),
        ("我从8月3日起休假，8月17日回来上班。", date(2026, 8, 17)),
        ("本月17日返回公司。", date(2026, 8, 17)),
        ("我在休假，八月十七日回来", date(2026, 8, 17)),
        ("我正在休假，下周一回来", date(2026, 8, 10)),
        ("8월 3일부터 휴가이며 17일에 복귀합니다.", date(2026, 8, 17)),
        ("휴가 중입니다. 8월 14일까지", date(2026, 8, 14)),
        (
            "Thank you for your email. I am currently on annual leave and will be returning to the office on Monday 17th August. Please contact reception for urgent matters on 020 7946 0000.",
            date(2026, 8, 17),
        ),
        ("Hi, I'm OOO 8/3 - 8/14. Back on the 17th!", date(2026, 8, 17)),
        (
            "Please note that I will be on PTO starting Thursday, August 6th through Friday, August 14th.",
            date(2026, 8, 14),
        ),
        ("I will be out of the office beginning 08/05/2026 and returning 08/12/2026.", date(2026, 8, 12)),
        ("I'm currently on paternity leave and will be back on the 1st of October.", date(2026, 10, 1)),
        (
            "Our offices will be closed from Friday 7th August at 5pm and will reopen on Monday 24th August at 9am.",
            date(2026, 8, 24),
        ),
        (
            "I am out of the office until Monday 10th August. I will have limited access to emails until then.",
            date(2026, 8, 10),
        ),
        ("I am away from my desk until 2pm.", None),
        ("I'm on leave between 3 August 2026 and 21 August 2026 (both inclusive).", date(2026, 8, 21)),
        ("I will be out of the office on 5 August.", date(2026, 8, 5)),
        ("I'll be out on Wednesday, August 5.", date(2026, 8, 5)),
        ("I am on annual leave. I will be back in the office on 17.08.2026", date(2026, 8, 17)),
        ("I'm attending a conference from 4-6 August and will respond on 7 August.", date(2026, 8, 7)),
        ("I am out of the office returning Tues 18 Aug.", date(2026, 8, 18)),
        ("Away until Tues 18/8", date(2026, 8, 18)),
        ("I am travelling until 08/12 and may be slow to respond.", date(2026, 8, 12)),
        ("I left for vacation on 27 July and will be back on 10 August.", date(2026, 8, 10)),
        ("Since 27 July I'm on sick leave, expected back 31 August.", date(2026, 8, 31)),
        ("I am working part time, Mon-Wed. Next working day: 5 August", date(2026, 8, 5)),
        ("On vacation from August 3rd. Back August 17th.", date(2026, 8, 17)),
        ("I'm taking a break from 3 Aug and I'm back in on 17 Aug", date(2026, 8, 17)),
        ("I'm off 3/8-14/8 inclusive; back 17/8.", date(2026, 8, 17)),
        ("I'm away w/c 3 August and will be back w/c 10 August.", date(2026, 8, 10)),
        ("I'll be back next month.", date(2026, 9, 1)),
        ("I will be back on Tuesday", date(2026, 8, 4)),
        ("I'm back the week of 17 August", date(2026, 8, 17)),
        ("Ich bin ab sofort bis zum 21. August im Urlaub.", date(2026, 8, 21)),
        ("Ich bin am 3. August nicht im Büro.", date(2026, 8, 3)),
        (
            "Vom 03.08.2026 bis zum 14.08.2026 befinde ich mich im Urlaub. Ihre E-Mail wird nicht weitergeleitet. Ich melde mich ab dem 17.08.2026.",
            date(2026, 8, 17),
        ),
        ("Ich bin bis einschließlich Freitag, 14. August 2026 abwesend.", date(2026, 8, 14)),
        ("Ich bin vom 3.8. - 17.8. abwesend", date(2026, 8, 17)),
        ("Ich habe bis zum 17.8.26 Urlaub.", date(2026, 8, 17)),
        ("Ab Montag, den 17.08. stehe ich Ihnen wieder zur Verfügung.", date(2026, 8, 17)),
        ("Mein Urlaub beginnt am 3. August und endet am 14. August.", date(2026, 8, 14)),
        ("Ich bin erst am 17. August wieder erreichbar.", date(2026, 8, 17)),
        ("Ich bin bis Ende des Monats nicht da.", None),
        ("Ich befinde mich bis voraussichtlich Mitte September im Krankenstand", date(2026, 9, 15)),
        ("Ich bin im Urlaub und ab 17. d.M. wieder da", date(2026, 8, 17)),
        ("Bin in den nächsten zwei Wochen nicht erreichbar.", date(2026, 8, 16)),
        ("Ich bin in zwei Wochen wieder da", date(2026, 8, 17)),
        ("Ich bin bis übermorgen nicht im Büro", date(2026, 8, 5)),
        ("Je suis en vacances jusqu'au 14/08 inclus. Je vous répondrai à mon retour le 17/08.", date(2026, 8, 17)),
        ("Je suis absent du bureau du 3/8 au 14/8.", date(2026, 8, 14)),
        ("Absent jusqu'au lundi 17 août", date(2026, 8, 17)),
        ("Je serai de retour lundi prochain", date(2026, 8, 10)),
        ("Je reprends le travail le 17 août au matin", date(2026, 8, 17)),
        ("Je suis en congé depuis le 27 juillet et rentrerai le 17 août.", date(2026, 8, 17)),
        ("Me encuentro de vacaciones desde el lunes 3 hasta el viernes 14 de agosto.", date(2026, 8, 14)),
        ("Me reincorporaré a partir del 17 de agosto", date(2026, 8, 17)),
        ("Estaré ausente hasta mediados de septiembre.", date(2026, 9, 15)),
        ("Vuelvo en dos semanas", date(2026, 8, 17)),
        ("Sono fuori ufficio fino al 14/8 compreso", date(2026, 8, 14)),
        ("Sarò di nuovo operativo a partire dal 17 agosto", date(2026, 8, 17)),
        ("Gli uffici saranno chiusi dal 3 al 14 agosto e riapriranno lunedì 17 agosto.", date(2026, 8, 17)),
        ("Estou ausente até ao final de agosto.", date(2026, 8, 31)),
        ("Estarei de volta na segunda-feira, 17 de agosto", date(2026, 8, 17)),
        ("Ik ben er weer op maandag 17 augustus.", date(2026, 8, 17)),
        ("Ik ben met verlof tot 17 augustus.", date(2026, 8, 17)),
        ("Van 3 tot en met 14 augustus ben ik met vakantie", date(2026, 8, 14)),
        ("Ik ben weer bereikbaar vanaf 17-08.", date(2026, 8, 17)),
        ("Jestem na urlopie od 3.08 do 14.08.2026 r. W pracy będę ponownie 17.08.", date(2026, 8, 17)),
        ("Jestem nieobecna do końca sierpnia.", date(2026, 8, 31)),
        ("Wracam do pracy w poniedziałek 17 sierpnia", date(2026, 8, 17)),
        ("Jag är på semester 3-14 augusti.", date(2026, 8, 14)),
        ("Jag är på semester t.o.m. 14 augusti. Åter måndag 17/8.", date(2026, 8, 17)),
        ("Jag är föräldraledig från 1 augusti till 31 december", date(2026, 12, 31)),
        ("Jeg holder ferie i ugerne 32-33", date(2026, 8, 16)),
        ("Jeg er på ferie fra d. 3. august til d. 14. august - begge dage inkl.", date(2026, 8, 14)),
        ("Jeg er tilbake på kontoret mandag 17. august.", date(2026, 8, 17)),
        ("Jeg har ferie fra og med 3. august til og med 14. august", date(2026, 8, 14)),
        ("Olen lomalla 3.8.–14.8.2026 ja palaan töihin maanantaina 17.8.2026.", date(2026, 8, 17)),
        ("Palaan töihin elokuun 17. päivä.", date(2026, 8, 17)),
        ("Jsem na dovolené do pátku 14. srpna, od pondělí 17. srpna jsem opět k dispozici.", date(2026, 8, 17)),
        ("Od 3.8. do 14.8. jsem mimo kancelář.", date(2026, 8, 14)),
        ("Do 14. augusta som na dovolenke.", date(2026, 8, 14)),
        (
            "Szabadságon vagyok augusztus 3. és augusztus 14. között, augusztus 17-én, hétfőn leszek újra az irodában.",
            date(2026, 8, 17),
        ),
        ("2026.08.03-tól 2026.08.14-ig szabadságon vagyok.", date(2026, 8, 14)),
        (
            "03.08.2026 - 14.08.2026 tarihleri arasında yıllık izindeyim. 17.08.2026 tarihinde ofiste olacağım.",
            date(2026, 8, 17),
        ),
        ("17 Ağustos Pazartesi günü döneceğim", date(2026, 8, 17)),
        ("Voi fi plecat până la data de 14 august inclusiv; revin luni, 17 august.", date(2026, 8, 17)),
        ("Находусь в отпуске с 3.08 по 14.08. На работу выхожу 17.08.", date(2026, 8, 17)),
        ("Буду на связи с 17 августа.", date(2026, 8, 17)),
        ("Я у відпустці з 3 до 14 серпня включно.", date(2026, 8, 14)),
        ("Απουσιάζω έως και την Παρασκευή 14 Αυγούστου. Θα επιστρέψω τη Δευτέρα.", date(2026, 8, 17)),
        ("אהיה בחופשה בין 3.8 ל-14.8 ואשוב לעבודה ב-17.8", date(2026, 8, 17)),
        ("אני בחופשה עד יום שישי 14 באוגוסט", date(2026, 8, 14)),
        ("سأكون خارج المكتب من 3 إلى 14 أغسطس 2026 وسأعود يوم الاثنين 17 أغسطس", date(2026, 8, 17)),
        ("ผมลาพักร้อนจนถึงวันที่ 14 สิงหาคม 2569 และจะกลับมาวันจันทร์ที่ 17 สิงหาคม", date(2026, 8, 17)),
        ("Tôi sẽ vắng mặt từ 03/08 đến 14/08 và trở lại làm việc ngày 17/08.", date(2026, 8, 17)),
        (
            "Saya sedang cuti dari tanggal 3 s.d. 14 Agustus 2026. Saya akan kembali bekerja pada hari Senin, 17 Agustus 2026",
            date(2026, 8, 17),
        ),
        ("Sóc fora del 3 al 14 d'agost; torno dilluns 17.", date(2026, 8, 17)),
        ("Olen puhkusel 3.-14. august.", date(2026, 8, 14)),
        ("Būsiu atostogose nuo rugpjūčio 3 iki 14 d.", date(2026, 8, 14)),
        ("Atvaļinājumā no 3. līdz 14. augustam, atgriezīšos 17. augustā", date(2026, 8, 17)),
        ("8/3〜8/14まで夏季休業とさせていただきます。8/17より通常営業いたします。", date(2026, 8, 17)),
        ("8月14日まで不在にしております。17日以降にご連絡いたします。", date(2026, 8, 17)),
        ("8月3日(月)~8月14日(金)の期間、休暇をいただいております。", date(2026, 8, 14)),
        ("我将于2026年8月3日至2026年8月14日休假。", date(2026, 8, 14)),
        ("我在外出差，预计下周三返回公司", date(2026, 8, 12)),
        ("휴가 기간: 2026.08.03 ~ 2026.08.14", date(2026, 8, 14)),
        ("8/14(금)까지 휴가입니다. 8/17(월) 출근합니다.", date(2026, 8, 17)),
        ("다음 주 월요일에 복귀합니다", date(2026, 8, 10)),
    ],
)
def test_the_return_date_is_read_in_many_languages(text, day):
    assert back(text) == day


@pytest.mark.parametrize(
    ("text", "day", "headers"),
    [
        ("I'm back Wednesday next week.", date(2026, 8, 12), {}),
        ("Ich bin nächste Woche Mittwoch wieder da", date(2026, 8, 12), {}),
        ("I am out of the office until 8/10.", date(2026, 8, 10), {"Content_Language": "en-US"}),
        ("I am out of the office until 10/8.", date(2026, 8, 10), {}),
        ("I am out of the office until 10/08/2026.", date(2026, 8, 10), {}),
        ("I am out of the office until 10/08/2026.", date(2026, 8, 10), {"sent": "Mon, 03 Aug 2026 09:15:22 -0700"}),
        ("I am out of the office until 08/10.", date(2026, 8, 10), {"sent": "Mon, 03 Aug 2026 09:15:22 -0700"}),
        ("I am out of the office until 08/10.", date(2026, 8, 10), {"sent": "Mon, 03 Aug 2026 09:15:22 +0000"}),
        ("I am out of the office until 03/09/2026.", date(2026, 9, 3), {"sent": "Mon, 03 Aug 2026 09:15:22 +0000"}),
        ("I am out of the office until Monday 10/8.", date(2026, 8, 10), {}),
        ("I am out of the office until Thursday 8/10.", date(2026, 10, 8), {}),
        ("I am out of the office until Monday 8/10.", date(2026, 8, 10), {}),
        ("I am on leave from 3/8 until 10/8", date(2026, 8, 10), {}),
        ("I am on leave from 8/3 until 8/10", date(2026, 8, 10), {}),
        ("I am on leave from 8/3 until 8/10", date(2026, 8, 10), {"sent": "Mon, 03 Aug 2026 09:15:22 +0100"}),
        ("I am on leave from 8/5 until 8/21, back 8/24", date(2026, 8, 24), {}),
        ("I am on leave until 1/9. Urgent: the webinar is on 25/9.", date(2026, 9, 1), {}),
        ("I am on leave until 9/1. Urgent: the webinar is on 9/25.", date(2026, 9, 1), {}),
        ("Ich bin bis 10/12 nicht da.", date(2026, 12, 10), {}),
        ("Je suis absent jusqu'au 05/09", date(2026, 9, 5), {}),
        ("I am away until 12/01/2027.", date(2027, 1, 12), {}),
        ("I am away until 04/01.", date(2027, 1, 4), {"sent": "Mon, 21 Dec 2026 09:15:22 +0000"}),
        ("I am away until 01/04.", date(2027, 1, 4), {"sent": "Mon, 21 Dec 2026 09:15:22 +0000"}),
        ("I am away until 01/04/2027", date(2027, 1, 4), {"sent": "Mon, 21 Dec 2026 09:15:22 -0500"}),
        ("Jag är ledig till 17/8", date(2026, 8, 17), {}),
        ("8/20 이후에 회신 드리겠습니다. 출장 중", date(2026, 8, 20), {}),
        ("I am back on 2026/08/17", date(2026, 8, 17), {}),
        ("Back 17.8", date(2026, 8, 17), {}),
        ("I am away until 32/13.", None, {}),
        ("I am away until 30/02", None, {}),
        ("I am out until 3 August.", date(2026, 8, 3), {}),
        ("I am out until 2 August.", None, {}),
        ("I am out until 31/07/2026", None, {}),
        ("I am on leave until 17 August 2028", None, {}),
        ("I am away until 17 August 2025", None, {}),
        ("I am on leave until Tuesday, 17 August.", date(2026, 8, 17), {}),
        ("I am on leave until 4 Jan", date(2027, 1, 4), {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"}),
        (
            "I am on holiday from 23 December and will be back in the office on 4 January.",
            date(2027, 1, 4),
            {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"},
        ),
        ("Out from 21 Dec to 4 Jan.", date(2027, 1, 4), {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"}),
        ("KW 2 bin ich wieder da", date(2027, 1, 11), {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"}),
        ("I'm out 29 Dec - 2 Jan", date(2027, 1, 2), {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"}),
        ("I am out 28.12.-3.1.", date(2027, 1, 3), {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"}),
        ("Bin vom 28. bis 3. Januar weg", date(2027, 1, 3), {"sent": "Mon, 21 Dec 2026 09:15:22 +0100"}),
        ("I am out of office until further notice.", None, {}),
        ("I was out until 27 July.", None, {}),
        ("We met on 5 August. The offer of 10 August stands.", None, {}),
        ("I'm out today.", None, {}),
        ("I'm out until Friday and back on Monday.", date(2026, 8, 10), {}),
        (
            "I am on leave until 14 August.\n\nPat Example\nTel. 12.34.56 78\nOffice hours: Monday to Friday 9-17",
            date(2026, 8, 14),
            {},
        ),
    ],
)
def test_the_mail_decides_how_an_ambiguous_date_is_read(text, day, headers):
    assert back(text, **headers) == day


# For each language: a start and a return, a last day, a range.
NOTES = {
    "en": (
        "I am on leave from {start} and will be back on {end}.",
        "I am out of the office until {end}.",
        "I am away from {start} to {end}.",
    ),
    "de": (
        "Ich bin ab {start} im Urlaub und am {end} wieder im Büro.",
        "Ich bin bis {end} nicht erreichbar.",
        "Ich bin vom {start} bis zum {end} im Urlaub.",
    ),
    "fr": (
        "Je suis absent à partir du {start}, de retour le {end}.",
        "Je suis absent jusqu'au {end}.",
        "Je suis absent du {start} au {end}.",
    ),
    "es": (
        "Estaré de vacaciones desde el {start} y vuelvo el {end}.",
        "Estoy fuera hasta el {end}.",
        "Estaré fuera del {start} al {end}.",
    ),
    "it": (
        "Sono in ferie dal {start} e rientro il {end}.",
        "Sono assente fino al {end}.",
        "Sono assente dal {start} al {end}.",
    ),
    "pt": (
        "Estou de férias a partir de {start} e regresso a {end}.",
        "Estou ausente até {end}.",
        "Estarei ausente de {start} a {end}.",
    ),
    "nl": (
        "Ik ben vanaf {start} met vakantie en op {end} weer terug.",
        "Ik ben afwezig tot en met {end}.",
        "Ik ben van {start} tot {end} met verlof.",
    ),
    "pl": (
        "Jestem na urlopie od {start}, wracam {end}.",
        "Jestem nieobecny do {end}.",
        "Jestem na urlopie od {start} do {end}.",
    ),
    "sv": (
        "Jag har semester från den {start} och är tillbaka den {end}.",
        "Jag är ledig till och med {end}.",
        "Jag har semester från {start} till {end}.",
    ),
    "da": (
        "Jeg har ferie fra den {start} og er tilbage den {end}.",
        "Jeg har ferie til og med {end}.",
        "Jeg holder ferie fra {start} til {end}.",
    ),
    "no": (
        "Jeg har ferie fra {start} og er tilbake {end}.",
        "Jeg har ferie til og med {end}.",
        "Jeg har ferie fra {start} til {end}.",
    ),
    "fi": (
        "Olen lomalla {start} alkaen ja palaan {end}.",
        "Olen lomalla {end} asti.",
        "Olen lomalla {start} - {end}.",
    ),
    "cs": (
        "Mám dovolenou od {start}, vracím se {end}.",
        "Jsem mimo kancelář do {end}.",
        "Mám dovolenou od {start} do {end}.",
    ),
    "sk": (
        "Mám dovolenku od {start}, vraciam sa {end}.",
        "Som mimo kancelárie do {end}.",
        "Mám dovolenku od {start} do {end}.",
    ),
    "ro": (
        "Sunt în concediu din {start} și revin pe {end}.",
        "Sunt plecat până pe {end}.",
        "Sunt în concediu de la {start} până la {end}.",
    ),
    "ru": (
        "Я в отпуске с {start}, вернусь {end}.",
        "Я в отпуске до {end}.",
        "Я в отпуске с {start} по {end}.",
    ),
    "uk": (
        "Я у відпустці з {start}, повернуся {end}.",
        "Я у відпустці до {end}.",
        "Я у відпустці з {start} по {end}.",
    ),
    "bg": (
        "В отпуск съм от {start} и ще се върна на {end}.",
        "В отпуск съм до {end}.",
        "В отпуск съм от {start} до {end}.",
    ),
    "hr": (
        "Na godišnjem sam od {start}, vraćam se {end}.",
        "Na godišnjem sam do {end}.",
        "Na godišnjem sam od {start} do {end}.",
    ),
    "sr": (
        "На одмору сам од {start}, враћам се {end}.",
        "На одмору сам до {end}.",
        "На одмору сам од {start} до {end}.",
    ),
    "sl": (
        "Na dopustu sem od {start}, vrnem se {end}.",
        "Na dopustu sem do {end}.",
        "Na dopustu sem od {start} do {end}.",
    ),
    "el": (
        "Απουσιάζω από τις {start} και θα επιστρέψω στις {end}.",
        "Λείπω έως τις {end}.",
        "Απουσιάζω από {start} έως {end}.",
    ),
    "he": (
        "אני בחופשה מ-{start} ואחזור ב-{end}.",
        "אני בחופשה עד {end}.",
        "אני בחופשה מ-{start} עד {end}.",
    ),
    "ar": (
        "أنا في إجازة من {start} وسأعود في {end}.",
        "أنا في إجازة حتى {end}.",
        "أنا في إجازة من {start} إلى {end}.",
    ),
    "fa": (
        "از {start} در مرخصی هستم و {end} باز می گردم.",
        "تا {end} در مرخصی هستم.",
        "از {start} تا {end} در مرخصی هستم.",
    ),
    "th": (
        "ลาพักร้อนตั้งแต่วันที่ {start} และจะกลับมาทำงานวันที่ {end}",
        "ลาพักร้อนถึงวันที่ {end}",
        "ลาพักร้อนตั้งแต่วันที่ {start} ถึงวันที่ {end}",
    ),
    "vi": (
        "Tôi nghỉ phép từ ngày {start} và quay lại làm việc vào ngày {end}.",
        "Tôi nghỉ phép đến hết ngày {end}.",
        "Tôi nghỉ từ {start} đến {end}.",
    ),
    "id": (
        "Saya cuti mulai {start} dan kembali pada {end}.",
        "Saya cuti sampai {end}.",
        "Saya cuti dari {start} sampai {end}.",
    ),
    "ms": (
        "Saya bercuti mulai {start} dan kembali pada {end}.",
        "Saya bercuti sehingga {end}.",
        "Saya bercuti dari {start} hingga {end}.",
    ),
    "ca": (
        "Estic de vacances des del {start} i torno el {end}.",
        "Sóc fora fins al {end}.",
        "Sóc fora del {start} al {end}.",
    ),
    "gl": (
        "Estou de vacacións desde o {start} e volvo o {end}.",
        "Estou fóra ata o {end}.",
        "Estou fóra do {start} ao {end}.",
    ),
    "et": (
        "Olen puhkusel alates {start}, tagasi {end}.",
        "Olen puhkusel kuni {end}.",
        "Olen puhkusel {start} kuni {end}.",
    ),
    "lv": (
        "Esmu atvaļinājumā no {start}, atgriezīšos {end}.",
        "Esmu atvaļinājumā līdz {end}.",
        "Esmu atvaļinājumā no {start} līdz {end}.",
    ),
    "lt": (
        "Atostogauju nuo {start}, grįšiu {end}.",
        "Atostogauju iki {end}.",
        "Atostogauju nuo {start} iki {end}.",
    ),
    "hi": (
        "मैं {start} से छुट्टी पर हूँ और {end} को वापस आऊँगा।",
        "मैं {end} तक छुट्टी पर हूँ।",
        "मैं {start} से {end} तक छुट्टी पर हूँ।",
    ),
    "ja": (
        "{start}から休暇をいただき、{end}に復帰します。",
        "{end}まで休暇をいただいております。",
        "{start}から{end}まで休暇をいただいております。",
    ),
    "zh": (
        "我从{start}起休假，{end}返回公司。",
        "我休假至{end}。",
        "我于{start}至{end}休假。",
    ),
    "ko": (
        "{start}부터 휴가이며 {end}에 복귀합니다.",
        "{end}까지 휴가입니다.",
        "{start}부터 {end}까지 휴가입니다.",
    ),
    "tr": (
        "{start} tarihinden itibaren izindeyim, {end} tarihinde döneceğim.",
        "{end} tarihine kadar izindeyim.",
        "{start} - {end} tarihleri arasında izindeyim.",
    ),
    "hu": (
        "{start}-től szabadságon vagyok, {end}-én jövök vissza.",
        "{end}-ig szabadságon vagyok.",
        "{start} és {end} között szabadságon vagyok.",
    ),
}


def test_every_supported_language_is_tested():
    # Macedonian and Basque add endings to month names that CLDR does not list.
    assert set(CUES) - set(NOTES) == {"mk", "eu"}


@given(
    st.sampled_from(sorted(NOTES)),
    st.integers(0, 2),
    st.sampled_from(["MMMMd", "yMMMMd"]),
    st.dates(date(2024, 1, 1), date(2034, 12, 31)),
    st.integers(0, 20),
    st.integers(3, 60),
)
def test_the_end_of_an_absence_is_read_in_every_language_not_its_start(language, form, skeleton, sent, ahead, length):
    start = sent + timedelta(days=ahead)
    end = start + timedelta(days=length)
    locale = {"no": "nb"}.get(language, language)
    text = NOTES[language][form].format(
        **{name: format_skeleton(skeleton, day, locale=locale) for name, day in (("start", start), ("end", end))}
    )
    assert back(text, sent=on(sent)) == end, text


@given(
    st.sampled_from(sorted(NOTES)),
    st.integers(0, 2),
    st.dates(date(2024, 1, 1), date(2034, 12, 31)),
    st.integers(0, 20),
    st.integers(3, 60),
)
def test_iso_dates_are_read_in_every_language(language, form, sent, ahead, length):
    start = sent + timedelta(days=ahead)
    end = start + timedelta(days=length)
    text = NOTES[language][form].format(start=start.isoformat(), end=end.isoformat())
    assert back(text, sent=on(sent)) == end, text


@given(st.dates(date(2024, 1, 1), date(2034, 12, 31)), st.integers(-800, 800))
def test_a_return_date_is_within_a_year_after_the_mail(sent, days):
    day = sent + timedelta(days=days)
    expected = day if 0 <= days <= MAX_DAYS_AHEAD else None
    assert back(f"I am on leave until {day.day} {day:%B} {day.year}.", sent=on(sent)) == expected


@pytest.mark.parametrize("weekday", range(7))
def test_a_weekday_means_the_next_one(weekday):
    monday = date(2026, 8, 3)
    day = monday + timedelta(days=weekday or 7)
    assert back(f"I am back on {day:%A}.", sent=on(monday)) == day


@pytest.mark.parametrize(
    "text",
    [
        "from 3/8 until 17. August 17:00, " * 90,
        "1/2/" * 800,
        "12 mai " * 400,
        "until back from " * 200,
        "a ," * 1400 + " 17 August",
        "8月17日から" * 400,
        "ถึงวันที่ 14 สิงหาคม " * 120,
        "two weeks in three days week 35 " * 90,
    ],
)
def test_a_text_full_of_dates_costs_little(text):
    mail = InboundMail(write(text))
    find_return_date(mail)  # load the locale data
    begin = time.process_time()
    find_return_date(mail)
    assert time.process_time() - begin < 0.5
