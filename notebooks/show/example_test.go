package show_test

import "ganbook/notebooks/show"

func ExampleBoard() {
	gains := [][]float64{{3, 1, 4}, {5, 2, 6}, {0, -1, 9}}
	show.Figure{Title: "A game with a saddle", X: "column player", Y: "row player",
		Marks: show.Marks{show.Board(nil, []string{"a", "b", "c"}, gains).Named("row's gain").BestAnswers().Framed(1, 1)}}.Show()
	// Output:
	// A game with a saddle. Across: column player, a, b, c. Up: row player, 0, 1, 2.
	//   Board “row's gain”: 3 rows and 3 columns.
	//     Row 0: a 3, b 1, c 4.
	//     Row 1: a 5, b 2, c 6.
	//     Row 2: a 0, b −1, c 9.
	//     Row's best answers: row 1, column a; row 1, column b; row 2, column c.
	//     Column's best answers: row 0, column b; row 1, column b; row 2, column b.
	//     Framed: row 1, column b.
}
