using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Tests.Localization;

namespace ProbeFleet.Core.Tests.Incidents;

public sealed class IncidentQuestionTests
{
    private readonly FleetStory _story = new();

    [Fact]
    public void Judge_VerdictIsNotSure_AsksOneQuestionAndTellsIt()
    {
        _story.Pass(5, Healthy).Pass(3, Doubtful);

        var incident = Assert.Single(_story.Open);
        var question = Assert.Single(incident.Questions);
        Assert.Equal((QuestionState.Waiting, false), (question.State, question.ByPerson));
        Assert.True(question.Bits > .1);
        var told = Assert.Single(incident.Timeline, entry => entry.Kind is TimelineKind.Asked);
        Assert.Equal((question.Vantage, question.Route), (told.Vantage, told.Route));
        Assert.StartsWith($"Asked {question.Vantage} to probe {question.Route}", told.Text, StringComparison.Ordinal);
        Assert.EndsWith(question.Why, told.Text, StringComparison.Ordinal);
        Assert.Equal(question.AskedAt + TimeSpan.FromMinutes(2), question.Deadline);
    }

    [Fact]
    public void Judge_OneInstanceIsInDoubt_AsksItsVantage()
    {
        var story = new FleetStory { Instance = (vantage, minute) => vantage is not "eus" ? null : minute % 2 == 0 ? "a1" : "b2" };
        story.Pass(6, Healthy).Pass(10, (vantage, route) =>
            vantage is "eus" && route is "openai" or "gateway" && story.Minute % 2 == 1 ? Cause.TcpTimeout : null);

        var open = Assert.Single(story.Open);
        Assert.Equal(("egress:eus#b2", "eus"), (open.Component!.Name, $"{open.Questions[^1].Vantage}"));
        Assert.StartsWith("It crosses egress:eus#b2", open.Questions[^1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_VerdictIsSure_AsksNothing()
    {
        _story.Pass(5, Healthy).Pass(8, (vantage, _) => vantage is "uks" ? Cause.ProxyDenied : null);

        var incident = Assert.Single(_story.Open);
        Assert.True(incident.Confidence >= .95);
        Assert.Empty(incident.Questions);
    }

    [Fact]
    public void Judge_SureOfOneFaultAndASecondIsPossible_AsksForTheSecond()
    {
        _story.Pass(5, Healthy).Pass(8, (vantage, route) => vantage is "uks" ? Cause.ProxyDenied
            : route is "aoai-eus" && _story.Minute is 8 or 11 ? Cause.HttpHeaderTimeout
            : null);

        var incident = _story.Open.Single(one => one.Component!.Name is "proxy:proxy.uks:3128");
        Assert.True(incident.Confidence >= .95);
        Assert.Contains(incident.Questions, question => $"{question.Route}" is "aoai-eus");
    }

    [Fact]
    public void Judge_AnsweredAndStillInDoubt_TakesAnotherSampleAfterTwoMinutes()
    {
        _story.Pass(5, Healthy);
        for (var minute = 0; minute < 20; minute++)
        {
            _story.Pass(1, Doubtful);
            foreach (var waiting in _story.Open.Select(incident => incident.Waiting).OfType<IncidentQuestion>())
            {
                var seen = Answer(waiting, passes: minute % 2 == 0);
                _story.Add(seen);
                _story.Answers[waiting.Id] = new(seen, IsFinished: true);
            }
        }

        var again = _story.Open.Single().Questions.GroupBy(one => (one.Vantage, one.Route, one.Variant)).Where(one => one.Count() > 1).ToList();
        Assert.NotEmpty(again);
        Assert.All(again.SelectMany(one => one.Zip(one.Skip(1))),
            pair => Assert.True(pair.Second.AskedAt - pair.First.AskedAt >= TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Judge_Answer_IsReadAndSaidWhatItSettled()
    {
        _story.Pass(5, Healthy).Pass(3, Doubtful);
        var asked = _story.Open.Single().Questions.Single();
        var seen = Answer(asked, passes: true);
        _story.Add(seen);
        _story.Answers[asked.Id] = new(seen, IsFinished: true);

        _story.Pass(1, Doubtful);

        var incident = Assert.Single(_story.Open);
        var answered = incident.Questions[0];
        Assert.Equal((QuestionState.Answered, true, Guid.Parse(seen.Id)), (answered.State, answered.Passed, answered.ProbeId));
        var told = Assert.Single(incident.Timeline, entry => entry.Kind is TimelineKind.Answered);
        Assert.Equal(answered.ProbeId, told.ProbeId);
        Assert.StartsWith($"{asked.Route} passed from {asked.Vantage}", told.Text, StringComparison.Ordinal);
        Assert.EndsWith(answered.Settled!, told.Text, StringComparison.Ordinal);
        Assert.NotEqual(asked.Confidence, incident.Confidence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Judge_NoAnswer_AsksAnotherThingNext(bool refused)
    {
        _story.Pass(5, Healthy).Pass(3, Doubtful);
        var first = _story.Open.Single().Questions.Single();
        if (refused)
        {
            _story.Answers[first.Id] = new(null, IsFinished: true);
        }

        _story.Pass(3, Doubtful);

        var questions = _story.Open.Single().Questions;
        Assert.Equal(QuestionState.Unanswered, questions[0].State);
        Assert.Equal(questions.Count, questions.DistinctBy(one => (one.Vantage, one.Route, one.Variant)).Count());
    }

    [Fact]
    public void Judge_NeverSure_StopsAtTheBudget()
    {
        _story.Pass(5, Healthy);
        for (var minute = 0; minute < 45; minute++)
        {
            _story.Pass(1, Doubtful);
            foreach (var waiting in _story.Open.Select(incident => incident.Waiting).OfType<IncidentQuestion>())
            {
                _story.Answers[waiting.Id] = new(null, IsFinished: true);
            }
        }

        Assert.InRange(_story.Open.Single().Questions.Count, 2, 10);
        var completions = _story.Open.Single().Questions.Where(
            one => one is { Variant: ProbeVariant.Full, Depth: ProbeDepth.Completion }).ToList();
        Assert.All(completions.GroupBy(one => one.Route).SelectMany(route => route.Zip(route.Skip(1))),
            pair => Assert.True(pair.Second.AskedAt - pair.First.AskedAt >= TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void Judge_RouteThatIsRateLimited_IsNotAsked()
    {
        _story.Pass(5, Healthy).Pass(6, (vantage, route) => route is "openai" ? Cause.QuotaRate : Doubtful(vantage, route));

        Assert.DoesNotContain(_story.Open.SelectMany(incident => incident.Questions), question => question.Route.ToString() is "openai");
    }

    [Fact]
    public void Judge_VariantThatTheOperatorForbade_IsNotAsked()
    {
        _story.Pass(5, Healthy).Pass(3, Doubtful);
        var wanted = _story.Open.Single().Questions.Single();
        var careful = new FleetStory { Vantages = [.. SmallFleet.Vantages.Select(vantage => vantage with { Forbids = [wanted.Variant] })] };

        careful.Pass(5, Healthy).Pass(6, Doubtful);

        Assert.NotEmpty(careful.Open);
        Assert.DoesNotContain(careful.Open.SelectMany(incident => incident.Questions), question => question.Variant == wanted.Variant);
    }

    [Fact]
    public void Judge_TwoJudgesSeeTheSame_PutTheSameQuestion()
    {
        var other = new FleetStory();
        _story.Pass(5, Healthy).Pass(2, Doubtful);
        other.Pass(5, Healthy).Pass(2, Doubtful);

        Assert.Equal(_story.Open.Single().Questions.Single().Route, other.Open.Single().Questions.Single().Route);
        var again = _story.Judge();
        Assert.All(again.Changes, change => Assert.Single(change.Incident.Questions));
    }

    private static Cause? Healthy(string vantage, string route) => null;

    /// <summary>
    /// Headers that never come over one route: its server, its model service, its network; nothing tells them apart at once.
    /// </summary>
    private static Cause? Doubtful(string vantage, string route) => route is "aoai-eus" ? Cause.HttpHeaderTimeout : null;

    private static Observation Answer(IncidentQuestion asked, bool passes) => new()
    {
        Id = $"{Guid.CreateVersion7()}",
        Path = new(asked.Vantage, asked.Route, asked.Depth, asked.Variant),
        StartedAt = asked.AskedAt.AddSeconds(5),
        Outcome = passes ? ProbeOutcome.Passed : ProbeOutcome.Failed,
        Cause = passes ? Cause.Ok : Cause.HttpHeaderTimeout,
        RouteFingerprint = $"sha256:{asked.Route}",
    };
}
