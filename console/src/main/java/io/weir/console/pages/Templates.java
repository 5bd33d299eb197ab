package io.weir.console.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.weir.operations.text.Escaped;
import java.util.HashMap;
import java.util.Map;

/** Makes pages of templates that were compiled with the project. Thread-safe. */
final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName());

    /**
     * A page. Whatever a template forgets, no control character and none that turns the direction of text is in it.
     *
     * @param view what the page shows
     */
    String page(String name, Frame frame, Object view) {
        Map<String, Object> parts = new HashMap<>();
        parts.put("frame", frame);
        parts.put("view", view);
        StringOutput page = new StringOutput(16 * 1024);
        engine.render(name + ".jte", parts, page);
        return Escaped.text(page.toString());
    }

    /** A page that needs nothing. */
    String page(String name) {
        StringOutput page = new StringOutput();
        engine.render(name + ".jte", Map.of(), page);
        return page.toString();
    }
}
