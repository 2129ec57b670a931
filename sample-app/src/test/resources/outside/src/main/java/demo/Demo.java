package demo;

import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

@SpringBootApplication
public class Demo {

    @Table("notes")
    public record Note(@Id String id, @SourceField @FullText String text, @VectorField float[] vector) {
    }

    static String nearest(String question) {
        try (var context = SpringApplication.run(Demo.class)) {
            TypedTable<Note> notes = context.getBean(Database.class).table(Note.class);
            notes.mergeInsert("id").whenNotMatchedInsertAll().execute(List.of(
                    new Note("1", "Arrow is a columnar memory format.", null), new Note("2", "Lions sleep.", null)));
            return notes.search(question).limit(1).rows().getFirst().id();
        }
    }

}
