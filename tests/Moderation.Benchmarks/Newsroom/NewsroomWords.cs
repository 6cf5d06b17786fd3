namespace Moderation.Benchmarks.Newsroom;

/// <summary>What the simulated newsroom's readers say that other readers do not.</summary>
internal sealed class NewsroomWords(bool seesAll)
{
    private static readonly string[] Swears = ["fucking", "bloody", "goddamn", "effing", "shitty", "damned", "frigging", "sodding", "bastard", "crappy", "bullshit", "motherfucking"];

    private static readonly string[] Outcries =
    [
        "Holy shit.", "Fuck me, what a day.", "Bloody hell!", "No shit.", "For fuck's sake.", "Damn right.", "What a shitshow.", "Pissed myself laughing.", "I'll be damned.", "Shit happens.",
        "Sod it.", "Fucking brilliant.", "That's some bullshit weather.", "Well, bugger.", "Crap, I missed it.", "Arse over tit, as my nan said.", "Absolute bollocks of a timetable.", "Fuck yes!",
    ];

    private static readonly string[] Remedies =
    [
        "Cardizol", "Neurofen Plus", "Veltraxin", "Omnicure drops", "Lipostat", "Glucoban", "Artrivex", "Dormalin", "Pantozol", "Hepaclear", "Serenex", "Ibrocream", "Kolesterin", "Thyroxal",
        "Migranil", "Vitasana", "Rheumagel", "Prostavital", "Alergofin", "Osteomax", "Bronchipret", "Ferrokids", "Gastrolan", "Immunoboost", "Zincora", "Curcumed",
    ];

    private static readonly string[] Recommendations =
    [
        "My doctor at the Linden clinic put me on {0} and I have not looked back.", "Ask your pharmacist for {0}, two a day before meals.", "{0} helped my mother's joints more than anything the hospital gave her.",
        "The clinic on Mill Road does {0} injections without a waiting list.", "Since I take {0} my blood pressure is normal again.", "You can get {0} from the chemist next to the station, no need to wait.",
        "We all take {0} in our family against colds.", "{0} worked for my migraine within a week.", "The private practice in Elm Street has good results with {0}.", "Has anybody tried {0}? It cured my back.",
        "Half a tablet of {0} and I sleep through.", "Try {0}, it is herbal and my physiotherapist swears by it.", "The new dosage of {0} finally brought my sugar down.", "For the knees I can only recommend {0} and the spa treatment.",
        "{0} is what the heart specialist gives his own wife.",
    ];

    private static readonly string[] Hostile_ =
    [
        "Whoever wants the tram line does not belong in this town.", "The tram people have bought the whole council, ask who paid for the holidays.", "Funny how the tram supporters all live where no rails will go.",
        "Anyone still for the tram should be made to pay for it personally.", "The tram lobby lies whenever it opens its mouth.", "They will ram the tram through against us, as always.", "Tram fans would sell their own street.",
        "Nobody asked us about the tram and nobody will be forgiven.", "The tram gang will see what happens at the next election.", "I would not shake hands with anyone who voted for the tram.",
        "Let the tram friends explain that to the shopkeepers they are ruining.", "The tram was decided in a back room by the usual friends.", "Those who cheer for the tram have never worked a day on that street.",
        "The tram is a monument for one man's vanity.", "You tram people make me tired.",
    ];

    private static readonly string[] Neutral_ =
    [
        "The tram hearing is on Tuesday at six in the town hall.", "Will the tram stop at the school?", "The tram plan is on display in the library until Friday.", "How long is the tram line going to be?",
        "The tram in our old town took eight years to build.", "The number 4 bus would still run beside the tram.", "Does the tram ticket count on the ferry?", "I read that the tram costs are in the annex of the report.",
        "The tram stop at Harbour Road would be step-free.", "The tram vote was 24 to 19.",
    ];

    public string Swear(Random random) => Pick(Swears, random);

    public string Outcry(Random random) => Pick(Outcries, random);

    public string Medicine(Random random) => Pick(Recommendations, random).Replace("{0}", Pick(Remedies, random), StringComparison.Ordinal);

    public string Hostile(Random random) => Pick(Hostile_, random);

    public string Neutral(Random random) => Pick(Neutral_, random);

    // Every third is kept for the stream that sees all.
    private string Pick(string[] all, Random random)
    {
        while (true)
        {
            int index = random.Next(all.Length);
            if (seesAll || index % 3 != 2)
            {
                return all[index];
            }
        }
    }
}
