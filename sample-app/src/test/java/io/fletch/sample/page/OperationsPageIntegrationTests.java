package io.fletch.sample.page;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.index.IndexDefinition;

import static org.assertj.core.api.Assertions.assertThat;

class OperationsPageIntegrationTests extends RunningPage {

	private static final Schema BOAT = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(32, true)),
			Field.nullable("name", ArrowType.Utf8.INSTANCE)));

	private final Database database;

	OperationsPageIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		super(port);
		this.database = database;
	}

	@Test
	void showsTablesWithTheirIndexes() {
		Table boats = boats("barges");
		boats.indexes().create(IndexDefinition.on("id"));
		this.browser.view("operations");
		this.browser.until("the tables are there", () -> this.browser.one("#tables").getText().contains("barges"));
		row("barges").findElement(By.cssSelector("a")).click();
		this.browser.until("the table is there", () -> this.browser.one("#table-title").getText().equals("barges"));
		assertThat(this.browser.focused().getText()).as("the focus follows").isEqualTo("barges");
		assertThat(this.browser.one("#indexes").getText()).contains("BTREE", "100 %");
		assertThat(this.browser.one("#table-note").getText()).contains("29 rows");
		assertThat(this.browser.one("#jobs").getText()).isNotBlank();
		this.browser.screenshot("operations");
		this.browser.back();
		this.browser.until("back at all tables", () -> !this.browser.one("#table-part").isDisplayed());
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void goesBackInTimeAndReturns() {
		boats("cutters");
		this.browser.address("#/operations/default/cutters");
		this.browser.until("the versions are there", () -> this.browser.all("#versions li").size() == 4);
		assertThat(this.browser.all("#restore-version")).as("the latest is there already").isEmpty();
		this.browser.all("#versions a").get(1).click();
		this.browser.until("version 3 is there", () -> this.browser.one("#version").getText().contains("Version 3"));
		assertThat(this.browser.one("#version").getText()).contains("1 updated", "before", "boat 1", "ferry");
		this.browser.back();
		this.browser.until("version 4 is there", () -> this.browser.one("#version").getText().contains("Version 4"));
		assertThat(this.browser.one("#version").getText()).contains("1 deleted", "boat 2");
		this.browser.all("#versions a").get(2).click();
		this.browser.until("version 2 is there", () -> this.browser.one("#version").getText().contains("Version 2"));
		assertThat(this.browser.one("#version").getText()).contains("30 inserted", "25 of 30 rows");
		this.browser.one("#version button.more").click();
		this.browser.until("all rows are there",
				() -> this.browser.one("#version").getText().contains("30 of 30 rows"));
		this.browser.screenshot("operations-version");
	}

	@Test
	void restoresOnlyWhenToldTwice() {
		Table boats = boats("yawls");
		this.browser.address("#/operations/default/yawls/2");
		this.browser.until("the version is there", () -> !this.browser.all("#restore-version").isEmpty());
		this.browser.one("#restore-version").click();
		assertThat(this.browser.one("#confirmation-question").getText()).isEqualTo("Restore version 2 of yawls?");
		assertThat(this.browser.focused().getText()).as("the careful answer has the focus")
			.isEqualTo("Leave it as it is");
		this.browser.screenshot("operations-restore");
		this.browser.press(Keys.ENTER);
		this.browser.until("the dialog is closed", () -> this.browser.all("dialog[open]").isEmpty());
		assertThat(boats.version()).isEqualTo(4);
		this.browser.one("#restore-version").click();
		this.browser.press(Keys.ESCAPE);
		this.browser.until("the dialog is closed", () -> this.browser.all("dialog[open]").isEmpty());
		assertThat(boats.version()).isEqualTo(4);
		this.browser.one("#restore-version").click();
		this.browser.one("#confirmation-act").click();
		this.browser.until("the new version is there",
				() -> this.browser.one("#versions").getText().contains("Restored"));
		assertThat(boats.version()).isEqualTo(5);
		assertThat(boats.countRows()).isEqualTo(30);
		this.browser.until("the latest is shown", () -> this.browser.one("#version").getText().contains("Version 5"));
	}

	@Test
	void saysWhichTablesAreRestoredTogether() {
		this.browser.address("#/operations/default/conversations/1");
		this.browser.until("the version is there",
				() -> this.browser.one("#table-title").getText().equals("conversations")
						&& this.browser.one("#version").getText().contains("Version 1"));
		if (this.browser.all("#restore-version").isEmpty()) {
			this.database.openTable("conversations").update().set("title", "none").execute();
			this.browser.until("it is the latest no more", () -> !this.browser.all("#restore-version").isEmpty());
		}
		this.browser.one("#restore-version").click();
		assertThat(this.browser.one("#confirmation-detail").getText()).contains("restore conversation_turns, too");
		this.browser.press(Keys.ESCAPE);
		this.browser.until("the dialog is closed", () -> this.browser.all("dialog[open]").isEmpty());
	}

	@Test
	void restoresNothingThatNobodyLookedAt() {
		Table boats = boats("ketches");
		this.browser.address("#/operations/default/ketches/2");
		this.browser.until("the version is there", () -> !this.browser.all("#restore-version").isEmpty());
		this.browser.one("#restore-version").click();
		boats.add(List.of(Map.of("id", 77, "name", "late")));
		this.browser.one("#confirmation-act").click();
		this.browser.until("it says so",
				() -> this.browser.one("#confirmation .problem").getText().contains("is at version 5 now"));
		assertThat(boats.version()).isEqualTo(5);
	}

	@Test
	void saysWhatIsNotThere() {
		this.browser.address("#/operations/default/nothing");
		this.browser.until("it says so",
				() -> this.browser.one("#place-problem").getText().contains("no table nothing"));
		this.browser.address("#/operations/constructor/x");
		this.browser.until("it says so",
				() -> this.browser.one("#place-problem").getText().contains("no table x in the database constructor"));
		assertThat(this.browser.complaints()).isEmpty();
		boats("sloops");
		this.browser.address("#/operations/default/sloops/99");
		this.browser.until("it says so", () -> this.browser.one("#version").getText().contains("no version 99"));
		this.browser.address("#/operations/default/sloops/1");
		this.browser.until("the version is there", () -> this.browser.one("#version").getText().contains("Version 1"));
		assertThat(this.browser.one("#version").getText()).contains("No older version", "has no rows");
	}

	@Test
	void showsValuesAsTextWhateverTheyHold() {
		Table boats = boats("junks");
		boats.add(List.of(Map.of("id", 99, "name", "<img src=x onerror=document.title='taken'>")));
		this.browser.address("#/operations/default/junks");
		this.browser.until("the row is there", () -> this.browser.one("#version").getText().contains("<img src=x"));
		assertThat(this.browser.all("#version img")).isEmpty();
		assertThat(this.browser.run("return document.title")).isEqualTo("Fletch: operations");
	}

	private WebElement row(String table) {
		return this.browser.all("#tables tbody tr")
			.stream()
			.filter((row) -> row.findElement(By.cssSelector("th")).getText().equals(table))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No row for " + table));
	}

	/**
	 * Makes a table of four versions: created, 30 rows, one of them changed, another
	 * deleted.
	 */
	private Table boats(String name) {
		this.database.createTable(name, BOAT);
		Table table = this.database.openTable(name);
		table
			.add(IntStream.range(0, 30).mapToObj((i) -> Map.<String, Object>of("id", i, "name", "boat " + i)).toList());
		table.update().set("name", "ferry").where("id = 1").execute();
		table.delete("id = 2", Map.of());
		return table;
	}

}
