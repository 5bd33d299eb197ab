package io.weir.operations.kit;

/** The operations in memory do what any making must, so that tests with them mean something. */
class FakeOperationsTest extends OperationsScenarios {
    @Override
    protected Subject subject() {
        FakeSubject subject = FakeSubject.direct();
        subject.fake().status(Statuses.healthy());
        return subject;
    }
}
