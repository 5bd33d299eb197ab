package io.weir.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    private void add(String name) {
        opened.add(() -> closed.add(name));
    }

    private void addFailing(String name, Exception fault) {
        opened.add(() -> {
            closed.add(name);
            throw fault;
        });
    }

    @Test
    void close_several_closesTheLastFirst() throws Exception {
        add("a");
        add("b");
        opened.close();
        assertThat(closed).containsExactly("b", "a");
    }

    @Test
    void close_oneFails_closesTheOthersAndThrowsTheFirstFault() {
        add("a");
        IllegalStateException second = new IllegalStateException("second");
        addFailing("b", second);
        IOException first = new IOException("first");
        addFailing("c", first);
        add("d");
        assertThatThrownBy(opened::close).isSameAs(first).hasSuppressedException(second);
        assertThat(closed).containsExactly("d", "c", "b", "a");
    }

    @Test
    void close_again_doesNothing() throws Exception {
        add("a");
        opened.close();
        opened.close();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void closeAfter_fault_keepsItAndAddsWhatFailsNow() {
        IOException late = new IOException("late");
        addFailing("a", late);
        IllegalStateException fault = new IllegalStateException("fault");
        opened.closeAfter(fault);
        assertThat(fault).hasSuppressedException(late);
        assertThat(closed).containsExactly("a");
    }
}
