"""What the invented people of `histories` pay for. `text | weight | label low high [notes] / ...`; + is income."""

from __future__ import annotations

from typing import Final

AMERICAN: Final = """
SAFEWAY | 9 | groceries 8 140
TRADER JOES | 6 | groceries 12 90
QFC | 4 | groceries 6 70
COSTCO WHSE | 3 | groceries 60 320 / household 15 60
COSTCO GAS | 3 | gas 35 70
SHELL OIL | 4 | gas 28 65
CHEVRON | 3 | gas 25 60
STARBUCKS STORE | 9 | coffee 3 12
CAFFE LADRO | 4 | coffee 4 14
TST* VICTROLA | 2 | coffee 4 16
CHIPOTLE | 4 | fastfood 9 32
MCDONALDS | 3 | fastfood 5 24
PAGLIACCI PIZZA | 2 | restaurants 22 60
SQ *MARINATION | 2 | restaurants 14 48
TST* ELYSIAN BREWING | 2 | bars 12 70
TOULOUSE PETIT | 1 | restaurants 40 140
DIN TAI FUNG | 1 | restaurants 35 120
DOORDASH | 3 | restaurants 22 75
RACHELS GINGER BEER | 1 | bars 8 30
AMAZON MKTPLACE PMTS | 8 | household 8 45 / electronics 60 400 / books 6 22 kindle+paperback / kids 12 50 toys+diapers
AMAZON PRIME | 1 | subscriptions 14.99 14.99
TARGET | 4 | household 10 60 / clothing 25 110 / kids 15 70
FRED MEYER | 3 | groceries 20 120 / household 15 70
NETFLIX.COM | 1 | subscriptions 15.49 15.49
SPOTIFY USA | 1 | subscriptions 10.99 10.99
HULU | 1 | subscriptions 17.99 17.99
APPLE.COM/BILL | 2 | subscriptions 2.99 9.99 / games 4.99 29.99
STEAMGAMES.COM | 1 | games 5 60
COMCAST CABLE | 1 | internet 79 89
T-MOBILE | 1 | phone 85 95
SEATTLE CITY LIGHT | 1 | utilities 60 180
PUGET SOUND ENERGY | 1 | utilities 40 160
SPU WATER | 0.7 | utilities 90 140
STATE FARM | 1 | insurance 128 132
WELLS FARGO HOME MTG | 1 | mortgage 2311.4 2311.4
CHECK | 1 | home 80 600 roof+gutters / kids 100 240 daycare / gifts 25 150
VENMO PAYMENT | 3 | restaurants 12 60 dinner+pizza / rent 300 300 storage / gifts 20 80 birthday
LYFT | 2 | transit 8 40
UBER TRIP | 2 | transit 9 45
UBER EATS | 2 | restaurants 18 60
ORCA | 2 | transit 10 50
BARTELL DRUGS | 2 | pharmacy 6 60
CVS/PHARMACY | 2 | pharmacy 5 70
KAISER PERMANENTE | 1 | doctor 20 180
BRIGHT NOW DENTAL | 0.4 | doctor 60 400
PLANET FITNESS | 1 | gym 24.99 24.99
REI | 1 | sports 25 260
NORDSTROM | 1 | clothing 40 260
OLD NAVY | 1 | clothing 20 90
HOME DEPOT | 2 | home 12 260
LOWES | 1 | home 15 200
IKEA | 0.6 | home 30 420
PETCO | 1 | pets 15 90
VCA ANIMAL HOSP | 0.4 | pets 80 420
ALASKA AIR | 0.6 | travel 140 560
AIRBNB | 0.4 | travel 160 800
MARRIOTT | 0.3 | travel 150 500
AMC THEATRES | 0.6 | entertainment 14 55
TICKETMASTER | 0.3 | entertainment 50 260
GREAT CLIPS | 0.6 | haircut 22 34
ULTA | 0.6 | haircut 15 90
BARNES NOBLE | 0.6 | books 10 60
IMPARK | 1 | parking 4 22
PAYBYPHONE PARKING | 1 | parking 2 12
DIAMOND PARKING | 0.5 | parking 5 25
RED CROSS | 0.3 | gifts 25 100
THE SPICE NOOK | 0.5 | groceries 8 30
BEECHERS CHEESE | 0.4 | groceries 9 40
MIGHTY O DONUTS | 0.5 | coffee 4 14
ARDEN ESCROW SVC | 0.2 | home 200 900
IRS USATAXPYMT | 0.2 | taxes 300 2400
+ACME CORP PAYROLL | 2 | salary 2450 2480
+MOBILE DEPOSIT | 0.5 | salary 100 400 / refund 10 60
+INTEREST PAID | 0.5 | interest 0.5 9
"""

BRITISH: Final = """
TESCO STORES | 9 | groceries 5 110
SAINSBURYS S/MKTS | 6 | groceries 5 90
ALDI STORES | 4 | groceries 10 80
CO-OP GROUP FOOD | 4 | groceries 2 25
M&S SIMPLY FOOD | 3 | groceries 4 40 / lunch 3 8
TESCO PFS | 3 | petrol 20 75
BP CONNECT | 2 | petrol 25 80
GREGGS | 5 | lunch 2 9
PRET A MANGER | 5 | lunch 3 12
COSTA COFFEE | 4 | coffee 2.5 9
LAYNES ESPRESSO | 3 | coffee 3 11
NORTH STAR ROASTERS | 2 | coffee 3 18
BUNDOBUST | 1 | eatingout 18 60
ROXY LANES | 0.6 | eatingout 20 90
DELIVEROO | 3 | takeaway 14 45
JUST EAT | 2 | takeaway 12 40
WETHERSPOON | 2 | pub 5 40
THE BRUDENELL | 1 | pub 6 45
FRIENDS OF HAM | 1 | pub 8 60
AMAZON.CO.UK | 6 | shopping 6 60 / gifts 15 60 birthday+present / tech 50 300 / books 5 18
EBAY | 2 | shopping 5 80 / tech 30 200
PAYPAL | 4 | shopping 8 70 vinted / games 5 50 steam / donations 5 20 justgiving / tech 40 180 backmarket
ARGOS | 2 | shopping 10 90 / tech 40 250
BOOTS | 3 | health 3 40
SUPERDRUG | 2 | health 3 30
LEEDS CITY COUNCIL | 1 | counciltax 158 158 / parking 2 12
OCTOPUS ENERGY | 1 | energy 90 210
YORKSHIRE WATER | 1 | water 38 42
VIRGIN MEDIA | 1 | broadband 42 42
GIFFGAFF | 1 | phone 10 10
TV LICENCE MBP | 1 | broadband 13.25 13.25
NETFLIX | 1 | streaming 10.99 10.99
SPOTIFY | 1 | streaming 11.99 11.99
NATIONWIDE BS MORTGAGE | 1 | mortgage 914.22 914.22
AVIVA | 1 | insurance 31 34
ADMIRAL INSURANCE | 0.6 | insurance 44 46
DVLA VEHICLE TAX | 0.6 | car 15 17
KWIK FIT | 0.4 | car 60 320
TRAINLINE | 3 | train 9 90
NORTHERN RAIL | 2 | train 4 22
FIRST WEST YORKSHIRE | 3 | bus 2 4
UBER | 2 | taxi 6 28
PUREGYM | 1 | gym 22.99 22.99
ODEON | 0.6 | cinema 8 30
WATERSTONES | 1 | books 8 40
PRIMARK | 1 | clothes 8 70
NEXT RETAIL | 1 | clothes 15 90
UNIQLO | 0.6 | clothes 20 100
B & Q | 1 | house 8 160
SCREWFIX | 1 | house 6 90
WILKO | 1 | house 3 30
DUNELM | 0.5 | house 12 140
PETS AT HOME | 1 | cat 8 50
MEDIVET | 0.3 | cat 40 260
RYANAIR | 0.4 | holidays 40 260
BOOKING.COM | 0.4 | holidays 90 420
OXFAM | 0.6 | donations 5 15
WISE | 0.5 | family 100 300 mum / holidays 50 400 lira+euros
J SMITH | 1 | family 50 120 mum+loan / eatingout 8 40 curry+pizza / rent 350 350 room
THE CUTTING ROOM | 0.4 | haircut 18 40
NUNROYD DENTAL | 0.3 | health 24 70
ROUNDHAY NURSERY | 1 | childcare 480 620
SMYTHS TOYS | 0.4 | kids 10 70
+BRIGHTWATER LTD SALARY | 1.5 | salary 2210 2240
+HMRC CHILD BENEFIT | 1 | benefits 96 96
+J SMITH | 0.6 | rentin 350 350 / paidback 10 60
"""

GERMAN: Final = """
REWE MARKT GMBH | 8 | lebensmittel 5 110
EDEKA ENTENMANN | 6 | lebensmittel 6 90
ALDI NORD | 4 | lebensmittel 8 70
LIDL DIENSTLEISTUNG | 4 | lebensmittel 6 80
DM DROGERIE MARKT | 4 | drogerie 4 50
ROSSMANN | 2 | drogerie 4 40
BAECKEREI STARKE | 5 | baecker 2 14
BACKHAUS ROLF | 3 | baecker 2 11
METZGEREI DOEHLE | 1 | lebensmittel 6 40
SHELL STATION | 2 | tanken 30 90
ARAL AG | 2 | tanken 30 90
STAR TANKSTELLE | 1 | tanken 25 80 / baecker 2 9
PAYPAL | 6 | kleidung 25 140 mode / technik 30 300 ebay / spiele 5 60 steam / essen 14 45 lieferando / bahn 15 90 ticket
AMAZON EU S.A R.L. | 6 | haushalt 6 50 / technik 50 350 / buecher 8 30 / geschenke 15 70 geschenk
AMAZON PRIME | 0.5 | abos 8.99 8.99
LIEFERANDO | 2 | essen 15 45
RISTORANTE DA VINCI | 1 | essen 18 80
GASTHAUS ZUM KRUG | 0.8 | essen 20 90
PIZZERIA BELLA NAPOLI | 0.6 | essen 10 45
IMBISS AM ECK | 1 | imbiss 4 14
DOENER TREFF | 1 | imbiss 5 12
CAFE HELLER | 1 | cafe 4 20
EISCAFE VENEZIA | 0.6 | cafe 3 15
DB VERTRIEB GMBH | 2 | bahn 12 120
BSAG BREMEN | 2 | oepnv 3 12
DEUTSCHLANDTICKET | 0.7 | oepnv 49 49
SWB VERTRIEB | 1 | strom 62 140
HANSEWASSER | 0.5 | wasser 30 60
VODAFONE GMBH | 1 | internet 39.99 39.99
TELEKOM DEUTSCHLAND | 1 | handy 19.95 29.95
RUNDFUNK ARD ZDF DRADIO | 0.5 | rundfunk 55.08 55.08
GEWOBA AG | 1 | miete 842 842
HUK COBURG | 0.8 | versicherung 30 85
ALLIANZ LEBEN | 0.7 | vorsorge 75 75
AOK BREMEN | 0.5 | versicherung 180 220
NETFLIX | 0.7 | abos 12.99 12.99
SPOTIFY AB | 0.7 | abos 10.99 10.99
WESER KURIER | 0.6 | abos 36.9 36.9
APOTHEKE AM MARKT | 1 | gesundheit 4 40
DR MED WEBER | 0.4 | gesundheit 20 120
ZAHNAERZTE AM DOM | 0.3 | gesundheit 40 300
FITX | 0.8 | sport 24 24
DECATHLON | 0.8 | sport 12 120
SATURN ELECTRO | 0.6 | technik 15 400
MEDIA MARKT | 0.7 | technik 15 500
HM HENNES MAURITZ | 1 | kleidung 15 90
C&A MODE | 0.8 | kleidung 12 80
BAUHAUS | 1 | heimwerken 6 160
OBI BAUMARKT | 1 | heimwerken 6 140
HORNBACH | 0.6 | heimwerken 8 200
IKEA DEUTSCHLAND | 0.6 | einrichtung 20 320
FRESSNAPF | 0.8 | haustier 10 60
TIERARZT LUEBBEN | 0.3 | haustier 30 180
CINEMAXX | 0.6 | kino 10 36
THALIA | 0.7 | buecher 8 45
FRISEUR KAMM IN | 0.5 | friseur 18 60
KITA BREMEN | 0.8 | kinder 120 180
SPARKASSE BREMEN GA | 3 | bargeld 20 200
KONTOFUEHRUNG ENTGELT | 1 | gebuehren 3.9 6.9
FINANZAMT BREMEN | 0.3 | steuer 80 900
KFZ STEUER HAUPTZOLLAMT | 0.2 | steuer 90 180
UEBERWEISUNG M SCHULZ | 1.5 | geschenke 10 50 geburtstag / essen 8 40 pizza+kino_essen / reise 80 400 urlaub+hotel
RYANAIR | 0.3 | reise 40 220
BOOKING COM | 0.4 | reise 80 400
BREPARK | 0.8 | parken 1 12
+NORDWIND LOGISTIK LOHN | 1.2 | gehalt 2680 2720
+FAMILIENKASSE | 1 | kindergeld 255 255
"""

SMALL_WORDS: Final = (
    "for home", "with ravi", "at station", "for mum", "2 nos", "from market", "cash", "gpay", "monday", "for 2",
    "online", "from corner shop", "with friends", "1 kg", "small", "for party", "old town", "office", "again", "due",
)  # fmt: skip
VAGUE: Final = ("misc", "stuff", "shop", "paid ravi", "cash", "things for home", "online order", "card", "bill", "gift")

DIARY: Final = """
milk | 9 | 20 80 | milk, curd, milk and bread, paneer, butter, cheese, lassi, yogurt
vegetables | 8 | 20 250 | tomato, onion, potatoes, vegetables, spinach, carrots, ginger garlic, beans, cauliflower
fruit | 5 | 40 300 | apples, bananas, mango, oranges, grapes, pomegranate, melon, fruit
staples | 4 | 100 2000 | rice, dal, wheat flour, oil, salt, sugar, masala, big bazaar monthly, ration
snacks | 9 | 10 150 | samosa, chips, biscuits, vada pav, bread pakoda, popcorn, cake, peanuts, namkeen, bhel
tea | 8 | 10 60 | tea, chai, filter coffee, tea and biscuits, coffee, cappuccino
lunch | 9 | 60 250 | lunch, thali, lunch with team, canteen, biryani, dosa, idli, roti sabji, meals
dinner | 4 | 150 1500 | dinner, dinner with friends, pizza, hotel dinner, noodles, chicken, restaurant
sweets | 2 | 50 600 | sweets, jalebi, ladoo, chocolates, ice cream, rasgulla
auto | 9 | 20 200 | auto to office, auto, auto to market, rickshaw, share auto, auto from station
train | 6 | 10 900 | train ticket, train pass, local train, train to place, reservation, tatkal
bus | 5 | 10 120 | bus, bus to home, bus ticket, city bus, volvo bus, bus pass
taxi | 3 | 80 900 | taxi, ola, uber to airport, cab, cab to office
petrol | 3 | 200 1500 | petrol, petrol for bike, diesel, fuel, air and petrol
bike | 1.5 | 50 3000 | bike service, puncture, bike wash, engine oil, helmet, brake
flight | 0.6 | 2500 9000 | flight, flight to delhi, air ticket, baggage
mobile | 3 | 50 500 | mobile recharge, recharge, phone bill, data pack, topup jio
internet | 1.5 | 400 1200 | internet bill, broadband, wifi bill, router
electricity | 1.5 | 300 2500 | electricity bill, light bill, power bill, bescom
gas | 1 | 500 1200 | gas cylinder, lpg, gas booking, cylinder delivery
water | 1.5 | 20 300 | water can, water tanker, bisleri, water bill
rent | 1 | 8000 12000 | rent, house rent, room rent, advance rent
maid | 1.2 | 500 2500 | maid salary, maid, cook, cleaning lady, bai
household | 4 | 20 900 | soap, detergent, bulbs, mop, bucket, phenyl, garbage bags, tissue, batteries
repairs | 1 | 100 2500 | plumber, electrician, tap repair, carpenter, ac service, fan repair
clothes | 2.5 | 200 3500 | shirt, jeans, saree, t shirt, shoes, socks, clothes, tailor, kurta
grooming | 2 | 50 600 | haircut, shaving cream, shampoo, face wash, parlour, salon, cream
medicine | 3 | 20 900 | medicine, tablets, cough syrup, pharmacy, ointment, crocin, vitamins
doctor | 1.2 | 200 1500 | doctor, dentist, blood test, checkup, clinic, xray, eye test
books | 1.5 | 50 900 | books, notebook, pen, novel, magazine, newspaper, comics
education | 1 | 500 9000 | course fees, school fees, tuition, exam fee, udemy
movies | 1.5 | 150 900 | movie, movie tickets, cinema with friends, popcorn and movie, pvr
subscriptions | 1.2 | 99 800 | netflix, spotify, prime, hotstar, google storage, newspaper subscription
gifts | 1.5 | 100 2500 | gift, birthday gift, wedding gift, flowers, anniversary cake
festival | 1.5 | 50 1500 | diwali lights, ganesh idol, rakhi, crackers, flowers for pooja, pooja items, holi colours
temple | 1.2 | 10 500 | temple, donation, offering, charity, beggar
family | 2 | 500 10000 | money to mum, sent home, to dad, pocket money to brother, grandma
loan | 1 | 3000 12000 | emi, home loan emi, bike emi, credit card bill, loan
"""
