"""First names by which a woman or a man is told apart; names that both bear somewhere (Andrea, Dominique, Jean) are left out."""

from nlp.gazetteer import fold
from nlp.grammar import words

FEMALE = words(
    "abigail adriana agnes aisha aissata alejandra alenka alexandra alexandria alice alicia alina alma amalia amanda amelia "
    "amina aminata amira ana anastasia angela angelica angelika angelina anita ann anna annabelle annalena anne anneli "
    "annemarie annette annie antje antonella antonia arancha astrid audrey ayelet barbara beata beatrice beatrix beatriz "
    "benita bernadette betty bianca birgitta bozena bridget brigitte camila carla carmen carol carole carolina caroline "
    "catalina catarina caterina catherine cecile cecilia celia charlotte chiara christiane christina christine chrystia "
    "clara claudia condoleezza corazon cornelia cristina daisy daniela danuta deborah debra delcy denise dessima diana "
    "dilma dina dolores dora doris dorothy ecaterina edith elena eleni eleonora elif elisa elisabeth elise eliza elizabeth "
    "ella ellen elsa elzbieta emilia emily emma erika ernestina estela esther eugenia eva eveline evelyn evita fatima fatma "
    "fatou fatoumata federica felicia fiona flora florence frances francesca francoise frederica frederika fumiko gabriela "
    "genevieve georgina geraldine gerda gertrude gina giorgia gisela giulia gladys gloria golda grace graciela greta "
    "gretchen gro gudrun gunilla hana hanan hanna hannah harriet hasina hazel heather hedwig heide heidi helen helena "
    "helene helga helle henrietta hilary hilda hillary hina hortensia ida ilse imelda inga ingeborg ingrid inmaculada "
    "ioanna irena irene irina irma isabel isabella isabelle ivanka jacinda jacqueline jadranka jana jane janet janice "
    "jeanine jeannette jekaterina jelena jennifer jessica joan joanna josefina josephine joyce juana judith julia juliana "
    "julie juliet jutta kaja karen karin karina karla kate katerina katharina katherine kathleen kathryn katja katrin keiko "
    "kersti kirsten kirsti kolinda kristalina kristina laila laura leila lena leonor leticia lidia lilian liliana lina "
    "linda lisa liudmila louise lourdes lucia lucie lucy ludmila luisa luise lydia lydie lyudmila madeleine maia maja "
    "malala manuela margaret margareta margarita margherita margot margrethe maria mariana mariann marianne maribel marie "
    "marie-louise marietta marija marilyn marina marine marion marisol marit marta martha mary maryam matilde maureen maya "
    "megawati melania melanie mercedes mette michaela michelle milada millicent mireya mirjana monica monika muriel myriam "
    "nabila nadezhda nadia nancy nasrin natalia natalie natasha ngozi nina nora norma nouzha olga olha olive olivia oriana "
    "paloma pamela patricia paula pauline penelope penny petra phyllis pilar pratibha priti priya rachel raisa rasa rebecca "
    "regina renata retno rhoda rigoberta rita roberta rocio rosa rosalia rosalyn rosario rose rosemary roza ruth sabine "
    "sabrina sally salome samantha samia sandra sanna sara sarah saskia segolene shamma sheila shirin shirley sigrid silvia "
    "simonetta sirimavo sofia soledad sonia sonja sophia sophie soraya stella stephanie sunita susan susana susanna susanne "
    "sushma suzanne svetlana sviatlana sylvia sylvie tansu tarja tatiana tatyana teresa theresa therese tzipi ulrike ursula "
    "urszula valentina valeria valerie vanessa vera verica veronica veronika victoria vigdis viktoria violeta violetta "
    "virginia vjosa wanda wendy wilhelmina wilma winifred winnie xiomara yekaterina yolanda yoriko yulia yuliya yvette "
    "yvonne zainab zeynep zinaida zoe zuzana"
)
MALE = words(
    "abdul abdullah abel abraham adam adnan adolf ahmad ahmed alan albert alberto alejandro aleksandar aleksander aleksandr "
    "alexander alexandre alfonso alfred alfredo ali alois alvaro amir anatoly anders andre andreas andrei andrej andres "
    "andrew andriy andrzej angus anthony anton antonio antony anwar archibald aristides arkady armando arnold arthur arturo "
    "ashraf august augusto aziz bashar benjamin bernard bernardo bertrand bill bjorn bohdan boris boutros brian bruno carl "
    "carlos charles christian christopher clement clifford colin constantine craig dag daniel david dean dennis derek "
    "didier diego dieter dirk dmitri dmitry dominic donald douglas edgar eduard eduardo edward edwin egon elias emil emilio "
    "emmanuel enrique eric erich ernest ernesto ernst erwin eugene fadel faisal felipe felix fernando fidel francesco "
    "francisco franco francois frank frank-walter franz fred frederick friedrich fritz gabor gamal gary gennady geoffrey "
    "george georges gerald gerard gerhard gianni giorgio giovanni giulio giuseppe gordan gordon graham gregory guido "
    "guillermo gunnar gunther gustav gustavo hafez hamid hans hans-dietrich harold harry hashim hassan heinrich heinz "
    "helmut henri henrik henry herbert herman hermann hosni howard hubert hugo husain hussein ian ibrahim idriss igor ilham "
    "ilya imran imre isaac ishaq ismail ivan ivica ivo jack jacob jacques jake jakob james janez janos jaroslav jason "
    "javier jeffrey jens jeremy jerzy jim joachim joao joe johan johann john jonas jonathan jorge joschka jose josef joseph "
    "jozef juan julio julius jurgen justin kamal kamel karel karl karl-heinz kenneth kevin khaled klaus kofi konrad "
    "konstantin kurt lars laurence laurent lawrence lech leo leon leonardo leonid leopold lloyd lothar louis luc lucas "
    "ludvik ludwig luigi luis mahmoud mahmud malcolm manuel marcel marco marcos marek mario mark markus martin massimo "
    "matthew maurice mauricio max maxim mehmet michael michal michel miguel mihail mikhail miklos milan milos mircea "
    "miroslav mohamed mohammad mohammed mohamud muammar muhammad murat mustafa nabih nabil narendra nasser nelson nicholas "
    "nicolas nikolai nikolaj nikolay nikos nizar noel norman nouri nuri olaf oleg oleksandr oliver oscar oskar osman otto "
    "pablo paolo pascal patrick paul paulo pavel pavlo pedro peter petr petro philip philippe pierre pietro pyotr rafael "
    "rafik ramon raul raymond recep reinhard ricardo richard robert roberto rodrigo roger roland rolf roman romano ronald "
    "roy rudolf rupert ruslan saddam sadiq saeb salah salvador salvatore samuel sebastian serge sergei sergey sergio sigmar "
    "silvio simon slobodan stanislav stefan stephen steve steven stuart suleyman tariq tayyip ted terence theodore "
    "theodoros thomas tim timothy todor tom tomas tomislav tony trygve umberto uwe vaclav valery vasil vasile vasily viktor "
    "vincent vitaly vittorio vladimir vladislav vojislav volodymyr vuk walter werner wilhelm william willy winston wolfgang "
    "wolodymyr yasser yevgeny yitzhak yuriy yusuf zbigniew zoran"
)


def gender_of(name: str) -> str | None:
    """`m` or `f` where the first of the words of a full name tells."""
    first, _, rest = name.partition(" ")
    if not rest:
        return None
    first = fold(first).lower()
    return "f" if first in FEMALE else "m" if first in MALE else None
